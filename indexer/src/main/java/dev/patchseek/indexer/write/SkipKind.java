package dev.patchseek.indexer.write;

import dev.patchseek.data.image.ImageFault;
import java.util.Locale;

/** Why an image was skipped. */
public enum SkipKind {
  /** The file or a folder could not be read. */
  UNREADABLE,
  /** The file has no bytes. */
  EMPTY,
  /** Its bytes are of no picture format. */
  NO_PICTURE,
  /** The picture ends too early, or its parts contradict each other. */
  DAMAGED,
  /** More pixels or bytes than are decoded, or than memory holds. */
  TOO_LARGE,
  /** A kind of pixels that is not decoded. */
  UNSUPPORTED,
  /** The index holds an image of this path from another source. */
  OTHER_SOURCE,
  /** The model failed on it. */
  NOT_EMBEDDED;

  static SkipKind of(ImageFault fault) {
    return switch (fault) {
      case EMPTY -> EMPTY;
      case NO_PICTURE -> NO_PICTURE;
      case DAMAGED -> DAMAGED;
      case TOO_LARGE -> TOO_LARGE;
      case UNSUPPORTED -> UNSUPPORTED;
    };
  }

  /** In lower case, as reports have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
