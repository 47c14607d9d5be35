package dev.patchseek.trainer.geometry;

import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.data.image.Thumbnail;
import dev.patchseek.trainer.figure.Html;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A part of the page in which pictures, blocks and heads can be chosen and patches clicked: their
 * attention and scores before, after, and the difference.
 *
 * <p>The scores go into the page as 16-bit numbers between the least and the greatest of a block;
 * the page computes the softmax. A block of H heads and N positions takes 8/3·2·H·N² characters.
 */
final class AttentionMaps {

  private static final int SIDE = 320;
  private static final int QUALITY = 82;
  private static final int STEPS = 65_535;

  private AttentionMaps() {}

  /**
   * The HTML.
   *
   * @param names of the pictures
   * @param pictures as the tower saw them, [side × side] after its preprocessing's geometry
   * @param kept blocks, over the same pictures
   */
  static String html(List<String> names, List<RgbImage> pictures, List<TowerGeometry.Kept> kept)
      throws IOException {
    List<Map<String, Object>> data = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Map<String, Object> picture = new LinkedHashMap<>();
      RgbImage small = Thumbnail.of(pictures.get(i), SIDE);
      picture.put("name", names.get(i));
      picture.put("image", Html.jpeg(ImageWriter.jpeg(small, QUALITY)));
      List<Map<String, Object>> layers = new ArrayList<>();
      for (TowerGeometry.Kept layer : kept) {
        layers.add(layer(layer, i));
      }
      picture.put("layers", layers);
      data.add(picture);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("heads", kept.getFirst().before().heads());
    all.put("positions", kept.getFirst().before().positions());
    all.put("pictures", data);
    String json = JsonMapper.shared().writeValueAsString(all).replace("</", "<\\/");
    return read("attention.html")
        + "<script type=\"application/json\" id=\"attention-data\">"
        + json
        + "</script>\n<script>\n"
        + read("attention.js")
        + "</script>\n";
  }

  private static Map<String, Object> layer(TowerGeometry.Kept kept, int picture) {
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("number", kept.layer());
    layer.put("before", packed(kept.before(), picture));
    layer.put("after", packed(kept.after(), picture));
    return layer;
  }

  private static Map<String, Object> packed(LayerAttention attention, int picture) {
    int size = attention.heads() * attention.positions() * attention.positions();
    float[] scores = Arrays.copyOfRange(attention.scores(), picture * size, (picture + 1) * size);
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      low = Math.min(low, score);
      high = Math.max(high, score);
    }
    float step = Math.max(1e-12f, (high - low) / STEPS);
    ByteBuffer bytes = ByteBuffer.allocate(2 * size).order(ByteOrder.LITTLE_ENDIAN);
    for (float score : scores) {
      bytes.putShort((short) Math.round((score - low) / step));
    }
    Map<String, Object> packed = new LinkedHashMap<>();
    packed.put("low", low);
    packed.put("step", step);
    packed.put("scores", Base64.getEncoder().encodeToString(bytes.array()));
    return packed;
  }

  private static String read(String name) throws IOException {
    try (InputStream file = AttentionMaps.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
