package dev.patchseek.api.images;

import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.api.settings.WritesImages;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Reads an uploaded picture, as far as it is allowed to be large. */
@WritesImages
@Component
final class UploadBody {

  private final long mostBytes;
  private final long mostPixels;

  UploadBody(ServiceSettings settings) {
    mostBytes = settings.pictureSize().toBytes();
    mostPixels = settings.picturePixels();
  }

  /**
   * Reads to the end.
   *
   * @throws ResponseStatusException 413 when it has too many bytes, or would have too many pixels
   * @throws dev.patchseek.data.InvalidInputException when it is no picture
   */
  byte[] read(InputStream body) throws IOException {
    byte[] file = body.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, mostBytes + 1));
    if (file.length > mostBytes) {
      throw tooLarge("more than %d bytes".formatted(mostBytes));
    }
    // its header alone: what it unpacks to may not fit into memory
    ImageSize size = ImageDecoder.size(file, "the picture");
    if ((long) size.width() * size.height() > mostPixels) {
      throw tooLarge("%d x %d pixels".formatted(size.width(), size.height()));
    }
    return file;
  }

  private static ResponseStatusException tooLarge(String got) {
    return new ResponseStatusException(
        HttpStatus.CONTENT_TOO_LARGE, "The picture has %s; make it smaller.".formatted(got));
  }
}
