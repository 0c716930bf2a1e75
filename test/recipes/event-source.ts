/** A plain EventSource. It comes back by itself after its last event; only what was no stream is asked for again here. */

export function follow(url: string, after: string, onEvent: (cid: string) => void): () => void {
  let position = after;
  let source: EventSource;
  const open = () => {
    const query = 'subscription ($after: Position) { personEvents(after: $after) { event { cid } } }';
    const variables = JSON.stringify({ after: position });
    source = new EventSource(`${url}?${new URLSearchParams({ query, variables })}`);
    source.addEventListener('next', ({ data, lastEventId }) => {
      const { data: item } = JSON.parse(data);
      if (item == null) return;
      onEvent(item.personEvents.event.cid);
      position = lastEventId;
    });
    source.addEventListener('complete', again);
    source.addEventListener('error', () => source.readyState === EventSource.CLOSED && again());
  };
  let pause: ReturnType<typeof setTimeout>;
  const again = () => {
    source.close();
    pause = setTimeout(open, 500 + Math.random() * 500);
  };
  open();
  return () => {
    clearTimeout(pause);
    source.close();
  };
}
