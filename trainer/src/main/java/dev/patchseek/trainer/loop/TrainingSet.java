package dev.patchseek.trainer.loop;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.dataset.Phrase;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageSize;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.text.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Captioned pictures, decoded when asked for; a picture that cannot be read is reported once. */
final class TrainingSet {

  private final List<ImageText> items;
  private final List<List<TokenizedText>> captions = new ArrayList<>();
  private final List<List<List<Phrase>>> phrases = new ArrayList<>();
  private final Map<Integer, ImageSize> sizes = new ConcurrentHashMap<>();
  private final PrintStream err;
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  TrainingSet(List<ImageText> items, Tokenizer tokenizer, PrintStream err) {
    this.items = items;
    this.err = err;
    items.forEach(item -> add(item.captions(), tokenizer));
  }

  private void add(List<Caption> all, Tokenizer tokenizer) {
    List<TokenizedText> readable = new ArrayList<>();
    List<List<Phrase>> theirPhrases = new ArrayList<>();
    for (Caption caption : all) {
      TokenizedText text = tokenizer.encode(caption.text());
      if (!text.spans().isEmpty()) {
        readable.add(text);
        theirPhrases.add(caption.phrases());
      }
    }
    captions.add(readable);
    phrases.add(theirPhrases);
  }

  int size() {
    return items.size();
  }

  /** Tokens of each caption of each picture, the special ones too. */
  int[][] lengths() {
    return captions.stream()
        .map(of -> of.stream().mapToInt(text -> text.ids().length).toArray())
        .toArray(int[][]::new);
  }

  /** Token ids of each picture's captions, each once, without the special ones. */
  int[][] words() {
    return captions.stream()
        .map(
            of ->
                of.stream()
                    .flatMapToInt(
                        text -> text.spans().stream().mapToInt(span -> text.ids()[span.position()]))
                    .distinct()
                    .toArray())
        .toArray(int[][]::new);
  }

  TokenizedText caption(Pair pair) {
    return captions.get(pair.image()).get(pair.caption());
  }

  /** The phrases with boxes of a caption. */
  List<Phrase> phrases(Pair pair) {
    return phrases.get(pair.image()).get(pair.caption());
  }

  /** Whether any caption has phrases with boxes. */
  boolean hasBoxes() {
    return phrases.stream().flatMap(List::stream).anyMatch(of -> !of.isEmpty());
  }

  /**
   * Columns and rows of a stored picture.
   *
   * @throws InvalidInputException when its header cannot be read
   */
  ImageSize size(int image) {
    return sizes.computeIfAbsent(image, this::readSize);
  }

  private ImageSize readSize(int image) {
    String name = items.get(image).image().name();
    try {
      return ImageDecoder.size(items.get(image).image().read(), name);
    } catch (IOException e) {
      throw new InvalidInputException("%s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Part of a picture resized for the tower, [H, W, 3]; empty when it cannot be read. */
  Optional<byte[]> resized(int image, Cropping.Window window, Preprocessor preprocessor) {
    String name = items.get(image).image().name();
    try {
      byte[] file = items.get(image).image().read();
      return Optional.of(preprocessor.resized(window.of(ImageDecoder.decode(file, name))));
    } catch (IOException | InvalidInputException e) {
      if (unreadable.add(name)) {
        err.println("skipped " + name + ": " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Pictures that could not be read so far, in the order of their names. */
  List<String> skipped() {
    return unreadable.stream().sorted().toList();
  }

  /** Pictures that are known not to be readable and need not be reported again. */
  void skip(List<String> names) {
    unreadable.addAll(names);
  }

  /** SHA-256 of the pictures' names and their captions' token ids, in hexadecimal digits. */
  String fingerprint() {
    MessageDigest digest = Sha256.digest();
    for (int i = 0; i < items.size(); i++) {
      List<String> ids = captions.get(i).stream().map(c -> Arrays.toString(c.ids())).toList();
      digest.update((items.get(i).image().name() + ids).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
