package dev.patchseek.api.security;

import dev.patchseek.api.settings.ServiceSettings;
import dev.patchseek.data.InvalidInputException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who is let in.
 *
 * @param keys of those who are known
 * @param strangers what everybody else may do
 * @param local whether only this machine can reach the service
 */
public record Access(ApiKeys keys, Role strangers, boolean local) {

  /**
   * Decides by the settings. Without keys everybody on this machine may do everything; other
   * machines are let in with keys, or to read alone where that was asked for.
   *
   * @throws InvalidInputException when the service would be open to others by mistake
   */
  public static Access of(ServiceSettings settings) {
    ApiKeys keys = settings.keys() == null ? ApiKeys.none() : ApiKeys.read(settings.keys());
    boolean local = isLoopback(settings.host());
    if (!keys.isEmpty()) {
      return new Access(keys, settings.open() ? Role.READ : Role.NONE, local);
    }
    if (local) {
      return new Access(keys, Role.ADMIN, true);
    }
    if (!settings.open()) {
      throw new InvalidInputException(
          "%s lets other machines in: make a key with 'patchseek key' and name its file with --keys,"
                  .formatted(settings.host())
              + " or let everybody search with --open");
    }
    return new Access(keys, Role.READ, false);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new InvalidInputException(
          "no network interface is called '%s'; name another with --host".formatted(host), e);
    }
  }
}
