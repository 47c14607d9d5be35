package dev.patchseek.opensearch.client.document;

/** Names of fields that images are filtered by. docs/opensearch.md lists all fields. */
public final class DocumentFields {

  /** An object with a field for each key that has numbers, of all images. */
  public static final String NUMBERS = "number";

  /** An object with a field for each key that has times, in milliseconds since 1970. */
  public static final String TIMES = "time";

  private DocumentFields() {}

  /** The field of a key in such an object: a dot would begin another object. */
  public static String name(String key) {
    return key.replace('.', ':');
  }
}
