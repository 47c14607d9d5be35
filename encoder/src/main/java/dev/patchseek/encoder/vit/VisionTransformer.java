package dev.patchseek.encoder.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.transformer.AttentionTrace;
import dev.patchseek.encoder.transformer.Block;
import dev.patchseek.encoder.transformer.Layer;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Precision;
import dev.patchseek.encoder.transformer.Storage;
import dev.patchseek.encoder.transformer.Target;
import dev.patchseek.encoder.transformer.Weights;
import dev.patchseek.encoder.weights.Checkpoint;
import dev.patchseek.encoder.weights.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A vision tower: Hugging Face's ViT, or the vision half of its CLIP.
 *
 * <p>ViT: Dosovitskiy et al., "An Image is Worth 16x16 Words", arXiv 2010.11929. CLIP: Radford et
 * al., "Learning Transferable Visual Models From Natural Language Supervision", arXiv 2103.00020.
 */
public final class VisionTransformer {

  private static final String CLIP_PREFIX = "vision_model.";
  private static final String CLASSIFIER_PREFIX = "vit.";
  private static final String CLIP_PROJECTION = "visual_projection.weight";
  private static final String VIT_POSITIONS = "embeddings.position_embeddings";
  private static final String CLIP_POSITIONS = "embeddings.position_embedding.weight";
  private static final Predicate<String> VIT_REST =
      name -> name.startsWith("classifier.") || name.matches("(vit\\.)?pooler\\..*");
  private static final Predicate<String> CLIP_REST =
      name ->
          name.startsWith("text_model.")
              || name.equals("text_projection.weight")
              || name.equals(CLIP_PROJECTION)
              || name.equals("logit_scale")
              || name.endsWith(".position_ids");

  private final VisionConfig config;
  private final NDManager manager;
  private final Map<String, NDArray> parameters; // by name
  private final NDArray patchKernel; // [D, 3, p, p]
  private final NDArray patchBias; // [D], or null
  private final NDArray cls; // [1, 1, D], CLIP: [D]
  private final NDArray positions; // [1, 1+P, D], CLIP: [1+P, D]
  private final Layer preNorm; // CLIP alone
  private final List<Block> blocks;
  private final Layer postNorm;
  private final String path;
  private final Storage storage;

  /** Puts a tower together from the tensors that {@code weights} gives. */
  public VisionTransformer(VisionConfig config, Weights weights) {
    this(config, weights, "");
  }

  private VisionTransformer(VisionConfig config, Weights weights, String path) {
    this.config = config;
    this.path = path;
    manager = weights.manager();
    storage = weights.storage();
    int d = config.blocks().hidden();
    int p = config.patch();
    int n = 1 + config.patches();
    float epsilon = config.blocks().epsilon();
    if (config.clip()) {
      patchKernel = weights.get("embeddings.patch_embedding.weight", d, 3, p, p);
      patchBias = null;
      cls = weights.get("embeddings.class_embedding", d);
      positions = weights.get(CLIP_POSITIONS, n, d);
      preNorm = weights.layerNorm("pre_layrnorm", d, epsilon);
      postNorm = weights.layerNorm("post_layernorm", d, epsilon);
    } else {
      patchKernel = weights.get("embeddings.patch_embeddings.projection.weight", d, 3, p, p);
      patchBias = weights.get("embeddings.patch_embeddings.projection.bias", d);
      cls = weights.get("embeddings.cls_token", 1, 1, d);
      positions = weights.get(VIT_POSITIONS, 1, n, d);
      preNorm = x -> x;
      postNorm = weights.layerNorm("layernorm", d, epsilon);
    }
    blocks = new ArrayList<>();
    for (int layer = 0; layer < config.blocks().layers(); layer++) {
      blocks.add(weights.block(config.names(), layer, config.blocks()));
    }
    parameters = weights.given();
  }

  private VisionTransformer(VisionTransformer tower, int image) {
    config = tower.config.at(image);
    path = tower.path;
    storage = tower.storage;
    manager = tower.manager;
    patchKernel = tower.patchKernel;
    patchBias = tower.patchBias;
    cls = tower.cls;
    positions = Positions.interpolated(tower.positions, tower.config.grid(), config.grid());
    preNorm = tower.preNorm;
    blocks = tower.blocks;
    postNorm = tower.postNorm;
    Map<String, NDArray> tensors = new LinkedHashMap<>(tower.parameters);
    tensors.put(config.clip() ? CLIP_POSITIONS : VIT_POSITIONS, positions);
    parameters = Collections.unmodifiableMap(tensors);
  }

  /**
   * Loads the vision tower of a Hugging Face checkpoint directory. A classifier, a pooler and the
   * text half of a CLIP are left aside; anything else unexpected is refused.
   *
   * @param manager the arrays live as long as it does
   */
  public static VisionTransformer load(NDManager manager, Path directory) {
    return load(manager, directory, Precision.FLOAT32);
  }

  /** Loads the vision tower to compute in the given precision. */
  public static VisionTransformer load(NDManager manager, Path directory, Precision precision) {
    return load(manager, directory, precision, Storage.FLOAT32);
  }

  /** Loads the vision tower to compute in the given precision with weights that are kept so. */
  public static VisionTransformer load(
      NDManager manager, Path directory, Precision precision, Storage storage) {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      VisionConfig config = VisionConfig.of(checkpoint.config());
      Weights weights =
          Weights.of(manager, checkpoint, prefix(config, checkpoint)).in(precision).keptIn(storage);
      VisionTransformer tower = new VisionTransformer(config, weights, path(config, checkpoint));
      checkpoint.requireNothingLeft(config.clip() ? CLIP_REST : VIT_REST);
      return tower;
    }
  }

  private static String prefix(VisionConfig config, Checkpoint checkpoint) {
    if (config.clip()) {
      return CLIP_PREFIX;
    }
    boolean bare = checkpoint.has("embeddings.cls_token"); // saved from a ViTModel
    return bare ? "" : CLASSIFIER_PREFIX;
  }

  private static String path(VisionConfig config, Checkpoint checkpoint) {
    // the modules of a CLIPVisionModel are named without the prefix of its tensors
    boolean unnamed = config.clip() && !checkpoint.has(CLIP_PROJECTION);
    return unnamed ? "" : prefix(config, checkpoint);
  }

  /** The {@link #path()} of the tower in a checkpoint directory. */
  public static String path(Path directory) {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return path(VisionConfig.of(checkpoint.config()), checkpoint);
    }
  }

  /**
   * The same tower for pictures of another size: it shares the blocks, adapters on them included,
   * and has interpolated positions.
   *
   * @param image height and width of the pictures in pixels, a multiple of the patch's
   */
  public VisionTransformer at(int image) {
    return image == config.image() ? this : new VisionTransformer(this, image);
  }

  /**
   * Runs the tower.
   *
   * @param pixels [B, 3, H, W], resized and normalised
   * @return [B, 1+P, D], Hugging Face's {@code last_hidden_state}: CLS first, then the patches row
   *     by row
   */
  public NDArray forward(NDArray pixels) {
    return upper(lower(pixels, 0), 0); // [B, 1+P, D]
  }

  /**
   * Runs the tower's lower part alone: what lies below the first trained block need not run again
   * in every step.
   *
   * @param pixels [B, 3, H, W], resized and normalised
   * @param count of the blocks to run, from 0
   * @return [B, 1+P, D], what the next block takes
   */
  public NDArray lower(NDArray pixels, int count) {
    NDArray x = embed(pixels); // [B, 1+P, D]
    x = preNorm.forward(x); // [B, 1+P, D]
    for (Block block : blocks.subList(0, count)) {
      x = block.forward(x, null); // [B, 1+P, D]
    }
    return x;
  }

  /**
   * Runs the rest of the tower.
   *
   * @param states [B, 1+P, D], from {@link #lower}
   * @param count of the blocks that have run
   * @return [B, 1+P, D], as {@link #forward} gives it
   */
  public NDArray upper(NDArray states, int count) {
    NDArray x = states; // [B, 1+P, D]
    for (Block block : blocks.subList(count, blocks.size())) {
      x = block.forward(x, null); // [B, 1+P, D]
    }
    return config.clip() ? x : postNorm.forward(x); // [B, 1+P, D]
  }

  /**
   * Runs one block.
   *
   * @param states [B, 1+P, D], what {@link #lower} gives for this many blocks
   * @param layer number of the block, from 0
   * @return [B, 1+P, D], what the next block takes
   */
  public NDArray block(NDArray states, int layer) {
    return blocks.get(layer).forward(states, null); // [B, 1+P, D]
  }

  /** Shows the attention of one block at work on the states that {@link #block} takes. */
  public AttentionTrace attention(NDArray states, int layer) {
    return blocks.get(layer).trace(states);
  }

  private NDArray embed(NDArray pixels) {
    long batch = pixels.getShape().get(0);
    int grid = config.grid();
    int p = config.patch();
    int d = config.blocks().hidden();
    Shape expected = new Shape(batch, 3, config.image(), config.image());
    if (!pixels.getShape().equals(expected)) {
      throw new IllegalArgumentException(
          "the tower takes pixels of shape " + expected + ", got " + pixels.getShape());
    }
    NDArray squares =
        pixels
            .reshape(batch, 3, grid, p, grid, p)
            .transpose(0, 2, 4, 1, 3, 5) // [B, rows, columns, 3, p, p]
            .reshape(batch, (long) grid * grid, 3L * p * p); // [B, P, 3pp]
    NDArray kernel = patchKernel.reshape(d, 3L * p * p); // [D, 3pp]
    NDArray patches = new Linear(kernel, patchBias).forward(squares); // [B, P, D]
    NDArray first = cls.reshape(1, 1, d).broadcast(batch, 1, d); // [B, 1, D]
    NDArray x = first.concat(patches, 1); // [B, 1+P, D]
    return x.add(positions); // [B, 1+P, D]
  }

  /**
   * What a projection is put on: the last hidden state behind the tower's last layer norm.
   *
   * @param hidden [B, 1+P, D], from {@link #forward}
   * @return [B, 1+P, D]
   */
  public NDArray features(NDArray hidden) {
    return config.clip() ? postNorm.forward(hidden) : hidden;
  }

  /** The patches of a tower's output [B, 1+P, D], without CLS: [B, P, D]. */
  public static NDArray patches(NDArray states) {
    return states.get(new NDIndex(":, 1:")); // [B, P, D]
  }

  /** The CLS of a tower's output [B, 1+P, D]: [B, D]. */
  public static NDArray cls(NDArray states) {
    return states.get(new NDIndex(":, 0")); // [B, D]
  }

  /** Replaces a linear layer by a wrapper around it, or a wrapper by what it wraps. */
  public void wrap(int layer, Target target, UnaryOperator<Layer> wrapper) {
    blocks.get(layer).wrap(target, wrapper);
  }

  /**
   * Writes the tower as the checkpoint of a ViTModel or a CLIPVisionModel, an adapter's ΔW included
   * only when it is merged.
   *
   * @param half whether to store F16
   * @throws IllegalStateException when its weights are kept as codes
   */
  public void save(Path directory, boolean half) throws IOException {
    if (storage != Storage.FLOAT32) {
      throw new IllegalStateException(
          "a tower in " + storage + " is not saved; load it in float32");
    }
    String prefix = config.clip() ? CLIP_PREFIX : "";
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    parameters().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    CheckpointWriter.write(directory, config.json(), tensors, half);
  }

  public VisionConfig config() {
    return config;
  }

  /**
   * Where Hugging Face's model of the checkpoint has the tower: {@code vit.} below a classifier,
   * {@code vision_model.} in a CLIP, empty in a bare ViTModel or CLIPVisionModel. Adapters for that
   * model name layers so.
   */
  public String path() {
    return path;
  }

  /** The tower's tensors as they are kept, by Hugging Face name without the model's prefix. */
  public Map<String, NDArray> parameters() {
    return parameters;
  }

  public NDManager manager() {
    return manager;
  }
}
