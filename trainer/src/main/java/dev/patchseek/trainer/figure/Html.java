package dev.patchseek.trainer.figure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What goes into an HTML page from outside. */
public final class Html {

  private Html() {}

  /** Text with the characters replaced that mean something to HTML. */
  public static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The style of pages and figures, light and dark. */
  public static String style() throws IOException {
    try (InputStream css = Html.class.getResourceAsStream("page.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A JPEG file as the address of an image. */
  public static String jpeg(byte[] file) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(file);
  }
}
