package dev.patchseek.api.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the entries that were used last. Thread-safe; two threads that miss the same key at once
 * both compute it.
 */
public final class LruCache<K, V> {

  private final Map<K, V> entries;

  /** An empty cache for at most {@code capacity} entries. */
  public LruCache(int capacity) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The value of a key, if it is there. */
  public Optional<V> find(K key) {
    synchronized (entries) {
      return Optional.ofNullable(entries.get(key));
    }
  }

  /** Keeps a value. */
  public void put(K key, V value) {
    synchronized (entries) {
      entries.put(key, value);
    }
  }

  /** Forgets a value. */
  public void remove(K key) {
    synchronized (entries) {
      entries.remove(key);
    }
  }

  /** The value of a key, computed when it is not there; a failure is not kept. */
  public V get(K key, Supplier<V> compute) {
    Optional<V> known = find(key);
    if (known.isPresent()) {
      return known.get();
    }
    V computed = compute.get();
    put(key, computed);
    return computed;
  }
}
