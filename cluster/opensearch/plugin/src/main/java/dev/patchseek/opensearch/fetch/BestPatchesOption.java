package dev.patchseek.opensearch.fetch;

import java.io.IOException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.search.SearchExtBuilder;

/**
 * {@code "ext": {"best_patches": false}} of a search: its hits tell their scores alone. Whoever
 * wants a long ranking and shows the beginning of it asks for the patches of that.
 */
public final class BestPatchesOption extends SearchExtBuilder {

  /** The name in the section {@code ext}. */
  public static final String NAME = "best_patches";

  private final boolean isOn;

  private BestPatchesOption(boolean isOn) {
    this.isOn = isOn;
  }

  /** Reads what another node has sent. */
  public BestPatchesOption(StreamInput in) throws IOException {
    this(in.readBoolean());
  }

  /** Reads the option from a request. */
  public static BestPatchesOption fromXContent(XContentParser parser) throws IOException {
    return new BestPatchesOption(parser.booleanValue());
  }

  boolean isOn() {
    return isOn;
  }

  @Override
  public String getWriteableName() {
    return NAME;
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeBoolean(isOn);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    return builder.field(NAME, isOn);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BestPatchesOption option && option.isOn == isOn;
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(isOn);
  }
}
