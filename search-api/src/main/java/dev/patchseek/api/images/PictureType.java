package dev.patchseek.api.images;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** Tells picture formats apart by their first bytes; names of files may lie. */
final class PictureType {

  private PictureType() {}

  static MediaType of(byte[] file) {
    String head = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return MediaType.IMAGE_JPEG;
    } else if (head.startsWith("\u0089PNG")) {
      return MediaType.IMAGE_PNG;
    } else if (head.startsWith("GIF8")) {
      return MediaType.IMAGE_GIF;
    } else if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
      return MediaType.parseMediaType("image/webp");
    } else if (head.startsWith("BM")) {
      return MediaType.parseMediaType("image/bmp");
    } else if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return MediaType.parseMediaType("image/tiff");
    } else {
      return MediaType.APPLICATION_OCTET_STREAM;
    }
  }
}
