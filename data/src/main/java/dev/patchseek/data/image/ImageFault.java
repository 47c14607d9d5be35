package dev.patchseek.data.image;

/** Why a picture file cannot be decoded. */
public enum ImageFault {
  /** It has no bytes. */
  EMPTY,
  /** Its bytes are of no format that is decoded, whatever its name says. */
  NO_PICTURE,
  /** It ends too early, or its parts contradict each other. */
  DAMAGED,
  /** It has, or claims to have, more pixels than are decoded. */
  TOO_LARGE,
  /** A kind of pixels that is not decoded, such as floating point. */
  UNSUPPORTED
}
