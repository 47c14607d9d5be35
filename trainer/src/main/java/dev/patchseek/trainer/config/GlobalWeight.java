package dev.patchseek.trainer.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.patchseek.data.InvalidInputException;
import tools.jackson.databind.JsonNode;

/**
 * γ, the weight of the whole text's similarity to the whole picture in the score: a number from 0,
 * or {@code chosen} on training pictures after the last stage.
 *
 * @param number γ; null where it is to be chosen
 */
public record GlobalWeight(Float number) {

  /** MaxSim alone. */
  public static final GlobalWeight NONE = new GlobalWeight(0f);

  public static final GlobalWeight CHOSEN = new GlobalWeight(null);

  private static final String CHOSEN_TEXT = "chosen";

  public GlobalWeight {
    if (number != null && !(number >= 0 && Float.isFinite(number))) {
      throw new InvalidInputException(
          "configuration: globalWeight takes a number from 0 or 'chosen', got " + number);
    }
  }

  /** Reads a number or {@code chosen}. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static GlobalWeight of(JsonNode node) {
    if (node.isNumber()) {
      return new GlobalWeight((float) node.doubleValue());
    }
    if (node.isString() && node.stringValue().equals(CHOSEN_TEXT)) {
      return CHOSEN;
    }
    throw new InvalidInputException(
        "configuration: globalWeight takes a number from 0 or 'chosen', got " + node);
  }

  @JsonValue
  Object json() {
    return number == null ? CHOSEN_TEXT : number;
  }
}
