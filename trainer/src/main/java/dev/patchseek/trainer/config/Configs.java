package dev.patchseek.trainer.config;

import dev.patchseek.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads and writes configuration files. Paths in a file are relative to the file. */
public final class Configs {

  private Configs() {}

  /**
   * Reads a YAML file.
   *
   * @throws InvalidInputException when it is missing, is no YAML, or has a key that nobody knows
   */
  public static <T> T read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "there is no configuration file " + file + "; see the directory configs/ for examples");
    }
    try {
      String text = Files.readString(file);
      return parse(text, type, file.toString(), file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new InvalidInputException("cannot read the configuration file " + e.getMessage(), e);
    }
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @param where the text comes from, for messages
   */
  public static <T> T parse(String text, Class<T> type, String where) {
    return parse(text, type, where, Path.of("").toAbsolutePath());
  }

  private static <T> T parse(String text, Class<T> type, String where, Path base) {
    try {
      return mapper(base).readValue(text, type);
    } catch (UnrecognizedPropertyException e) {
      throw new InvalidInputException(
          "%s has the unknown key '%s' (line %d); known here: %s"
              .formatted(
                  where, e.getPropertyName(), e.getLocation().getLineNr(), e.getKnownPropertyIds()),
          e);
    } catch (JacksonException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw new InvalidInputException(where + ": " + invalid.getMessage(), e);
      }
      throw new InvalidInputException(where + ": " + e.getOriginalMessage(), e);
    }
  }

  /** The text of a configuration with every default filled in and every path absolute. */
  public static String text(Object config) {
    return mapper(Path.of("").toAbsolutePath()).writeValueAsString(config);
  }

  /**
   * The keys and values of a configuration as its author typed them, in one order, without
   * comments.
   *
   * @param text YAML
   * @param without a key at the top to be left out
   */
  public static String keys(String text, String without) {
    YAMLMapper mapper = mapper(Path.of(""));
    SortedMap<?, ?> typed = mapper.readValue(text, TreeMap.class);
    typed.remove(without);
    return mapper
        .writer()
        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writeValueAsString(typed);
  }

  /** The keys in which a configuration differs from an earlier one, each with both values. */
  public static <T> List<String> differences(T then, T now) {
    YAMLMapper mapper = mapper(Path.of("").toAbsolutePath());
    return Differences.between(mapper.valueToTree(then), mapper.valueToTree(now));
  }

  /** Writes {@link #text} to a file. */
  public static void write(Object config, Path file) throws IOException {
    Files.writeString(file, text(config));
  }

  private static YAMLMapper mapper(Path base) {
    SimpleModule paths = new SimpleModule();
    paths.addDeserializer(Path.class, new RelativePath(base));
    paths.addSerializer(Path.class, new PlainPath());
    return YAMLMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .addModule(paths)
        .build();
  }

  private static final class RelativePath extends StdScalarDeserializer<Path> {

    private final Path base;

    RelativePath(Path base) {
      super(Path.class);
      this.base = base;
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) {
      return base.resolve(parser.getString()).normalize();
    }
  }

  private static final class PlainPath extends StdScalarSerializer<Path> {

    PlainPath() {
      super(Path.class);
    }

    @Override
    public void serialize(Path path, JsonGenerator generator, SerializationContext context) {
      generator.writeString(path.toString());
    }
  }
}
