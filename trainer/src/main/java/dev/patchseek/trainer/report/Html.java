package dev.patchseek.trainer.report;

import java.util.Base64;

/** What goes into an HTML page from outside. */
final class Html {

  private Html() {}

  /** Text with the characters replaced that mean something to HTML. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A JPEG file as the address of an image. */
  static String jpeg(byte[] file) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(file);
  }
}
