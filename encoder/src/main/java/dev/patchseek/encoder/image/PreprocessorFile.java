package dev.patchseek.encoder.image;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes preprocessor_config.json as Hugging Face's image processors define it. Keys that
 * may be left out have the default of the processor the file names; what would change pixels and is
 * not understood is refused.
 */
final class PreprocessorFile {

  static final String NAME = "preprocessor_config.json";

  private static final Set<String> STEPS =
      Set.of("do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb");

  private final Path file;
  private final JsonNode root;
  private final String processor;

  private PreprocessorFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
    this.processor =
        root.path("image_processor_type")
            .stringValue(root.path("feature_extractor_type").stringValue("ViTImageProcessor"));
  }

  static Preprocessor read(Path directory) {
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "%s is missing: it says how pictures become pixels for this model; copy it from the model's repository"
              .formatted(file));
    }
    try {
      JsonNode root = new JsonMapper().readTree(Files.readString(file));
      return new PreprocessorFile(file, root).preprocessor();
    } catch (IOException | JacksonException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Preprocessor preprocessor() {
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String key = entry.getKey();
      boolean on = entry.getValue().isBoolean() && entry.getValue().booleanValue();
      if ((key.startsWith("do_") && on && !STEPS.contains(key)) || key.equals("crop_pct")) {
        throw refused(key, entry.getValue(), "a step that is not supported");
      }
    }
    if (!flag("do_resize", true)) {
      throw refused("do_resize", root.get("do_resize"), "true, because pictures have any size");
    }
    Geometry geometry = geometry();
    ResizeFilter filter =
        ResizeFilter.ofCode(whole("resample", root.path("resample"), keepsEdge() ? 3 : 2));
    Normalisation standard = Normalisation.standard();
    double factor =
        flag("do_rescale", true)
            ? root.path("rescale_factor").doubleValue(standard.rescaleFactor())
            : 1;
    boolean normalise = flag("do_normalize", true);
    List<Double> mean = normalise ? channels("image_mean") : Normalisation.NO_MEAN;
    List<Double> std = normalise ? channels("image_std") : Normalisation.NO_STD;
    if (std.stream().anyMatch(s -> s <= 0)) {
      throw refused("image_std", root.get("image_std"), "numbers greater than 0");
    }
    return new Preprocessor(geometry, filter, new Normalisation(factor, mean, std));
  }

  private Geometry geometry() {
    JsonNode size = root.path("size");
    boolean keeps = size.isObject() ? size.has("shortest_edge") : keepsEdge();
    int height = edge("size", size, keeps ? "shortest_edge" : "height");
    int width = edge("size", size, keeps ? "shortest_edge" : "width");
    boolean crops = flag("do_center_crop", processor.contains("CLIP"));
    if (keeps && !crops) {
      throw refused(
          "size", size, "height and width, or a centre crop: a tower needs pictures of one size");
    }
    JsonNode crop = root.path("crop_size");
    int cropHeight = crops ? edge("crop_size", crop, "height") : height;
    int cropWidth = crops ? edge("crop_size", crop, "width") : width;
    if (cropHeight > height || cropWidth > width) {
      throw refused("crop_size", crop, "at most the size %d x %d".formatted(height, width));
    }
    return new Geometry(height, width, keeps, cropHeight, cropWidth);
  }

  /** Whether a size that is a single number means the shorter edge. */
  private boolean keepsEdge() {
    return processor.contains("CLIP") || processor.startsWith("Bit");
  }

  private int edge(String key, JsonNode size, String name) {
    int edge = whole(key, size.isObject() ? size.path(name) : size, -1);
    if (edge < 1) {
      throw refused(key, size, "a number of pixels, {height, width} or {shortest_edge}");
    }
    return edge;
  }

  private int whole(String key, JsonNode value, int otherwise) {
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isInt()) {
      throw refused(key, value, "a whole number");
    }
    return value.intValue();
  }

  private boolean flag(String key, boolean otherwise) {
    JsonNode value = root.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw refused(key, value, "true or false");
    }
    return value.booleanValue();
  }

  private List<Double> channels(String key) {
    JsonNode value = root.path(key);
    List<Double> channels = new ArrayList<>();
    for (JsonNode channel : value) {
      if (channel.isNumber()) {
        channels.add(channel.doubleValue());
      }
    }
    if (channels.size() != 3 || value.size() != 3) {
      throw refused(key, value, "three numbers, for red, green and blue");
    }
    return channels;
  }

  private InvalidInputException refused(String key, JsonNode value, String expected) {
    String got = value == null || value.isMissingNode() ? "missing" : value.toString();
    return new InvalidInputException(
        "%s: %s is %s, expected %s".formatted(file, key, got, expected));
  }

  static void write(Preprocessor preprocessor, Path directory) throws IOException {
    Geometry geometry = preprocessor.geometry();
    Normalisation normalisation = preprocessor.normalisation();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("do_resize", true);
    root.put(
        "size",
        geometry.keepsProportions()
            ? Map.of("shortest_edge", geometry.resizeHeight())
            : size(geometry.resizeHeight(), geometry.resizeWidth()));
    root.put("resample", preprocessor.filter().code());
    root.put("do_center_crop", geometry.crops());
    if (geometry.crops()) {
      root.put("crop_size", size(geometry.height(), geometry.width()));
    }
    root.put("do_rescale", normalisation.rescales());
    root.put("rescale_factor", normalisation.rescaleFactor());
    root.put("do_normalize", normalisation.normalises());
    root.put("image_mean", normalisation.mean());
    root.put("image_std", normalisation.std());
    root.put("image_processor_type", geometry.crops() ? "CLIPImageProcessor" : "ViTImageProcessor");
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(NAME), json.writeValueAsString(root) + "\n");
  }

  private static Map<String, Integer> size(int height, int width) {
    Map<String, Integer> size = new LinkedHashMap<>();
    size.put("height", height);
    size.put("width", width);
    return size;
  }
}
