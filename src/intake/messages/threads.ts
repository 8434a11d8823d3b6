/**
 * Threads by hints. Messages and the ids they refer to are nodes of a graph; a thread is a connected component,
 * named by its smallest node id. Because components and minima do not depend on order, messages may arrive in
 * any order and in any batches. (JWZ threading, without the subject heuristic: https://www.jwz.org/doc/threading.html)
 */

export interface ThreadNode {
  readonly id: string;
  readonly parents: readonly string[];
}

export interface JoinedThreads {
  /** The thread of every node touched. */
  readonly threads: ReadonlyMap<string, string>;
  /** Stored threads that are now part of another: old id → new id. */
  readonly merged: ReadonlyMap<string, string>;
}

/**
 * Joins new nodes with the threads already known for nodes they touch.
 * @param known node id → thread id, for the touched nodes that are stored
 */
export function joinThreads(nodes: readonly ThreadNode[], known: ReadonlyMap<string, string>): JoinedThreads {
  const roots = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let next = roots.get(root); next !== undefined && next !== root; next = roots.get(root)) root = next;
    for (let at = id; at !== root; ) {
      const next = roots.get(at) ?? root;
      roots.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (a: string, b: string): void => {
    const [x, y] = [find(a), find(b)];
    if (x < y) roots.set(y, x);
    else if (y < x) roots.set(x, y);
  };
  // A stored thread's id is itself the smallest id of its nodes, so it can stand for all of them.
  for (const [node, thread] of known) join(node, thread);
  for (const node of nodes) for (const parent of node.parents) join(node.id, parent);
  const touched = new Set([...known.keys(), ...nodes.flatMap((node) => [node.id, ...node.parents])]);
  const threads = new Map([...touched].map((node) => [node, find(node)]));
  const merged = new Map<string, string>();
  for (const thread of known.values()) if (find(thread) !== thread) merged.set(thread, find(thread));
  return { threads, merged };
}
