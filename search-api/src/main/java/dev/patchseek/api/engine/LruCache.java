package dev.patchseek.api.engine;

import java.util.LinkedHashMap;
import java.util.Map;
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

  /** The value of a key, computed when it is not there; a failure is not kept. */
  public V get(K key, Supplier<V> compute) {
    synchronized (entries) {
      V known = entries.get(key);
      if (known != null) {
        return known;
      }
    }
    V computed = compute.get();
    synchronized (entries) {
      entries.put(key, computed);
    }
    return computed;
  }
}
