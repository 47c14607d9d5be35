package dev.patchseek.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the page's files, tagged by their content and asked for on every visit: the build gives
 * all files of the jar the same date, so a date would keep an old page in browsers.
 */
@Configuration(proxyBeanMethods = false)
class PageFiles implements WebMvcConfigurer {

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/**")
        .addResourceLocations("classpath:/static/")
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false)
        .setEtagGenerator(PageFiles::tag);
  }

  private static String tag(Resource file) {
    CRC32C checksum = new CRC32C();
    try {
      checksum.update(file.getContentAsByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "\"%08x\"".formatted(checksum.getValue());
  }
}
