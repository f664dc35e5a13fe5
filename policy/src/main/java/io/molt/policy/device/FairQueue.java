package io.molt.policy.device;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Tasks in the order of their arrival, but each owner gets one turn before anybody gets a second. Not for several threads.
 *
 * @param <T> a task
 */
final class FairQueue<T> {

    private final Map<String, Queue<T>> byOwner = new LinkedHashMap<>();

    void offer(String owner, T task) {
        byOwner.computeIfAbsent(owner, name -> new ArrayDeque<>()).add(task);
    }

    /** The next task; its owner goes to the end of the line. */
    Optional<T> poll() {
        Iterator<Map.Entry<String, Queue<T>>> line = byOwner.entrySet().iterator();
        if (!line.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, Queue<T>> first = line.next();
        String owner = first.getKey();
        Queue<T> tasks = first.getValue();
        line.remove();
        T next = tasks.remove();
        if (!tasks.isEmpty()) {
            byOwner.put(owner, tasks);
        }
        return Optional.of(next);
    }
}
