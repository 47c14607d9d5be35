package dev.patchseek.api.settings;

/** Where the index is that a service searches. */
public enum Engine {
  /** In files of this machine. */
  EMBEDDED,
  /** In an OpenSearch cluster, which this service only reads. */
  OPENSEARCH
}
