package dev.patchseek.api.jobs;

import dev.patchseek.api.settings.WritesImages;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells those who follow a job how far it is. */
@WritesImages
@Component
final class JobEvents {

  private final Jobs jobs;

  /** Followers, with the job they follow. */
  private final Map<SseEmitter, String> followers = new ConcurrentHashMap<>();

  JobEvents(Jobs jobs) {
    this.jobs = jobs;
  }

  SseEmitter follow(String id) {
    Job job = jobs.find(id);
    SseEmitter follower = new SseEmitter(TimeUnit.HOURS.toMillis(1));
    follower.onCompletion(() -> followers.remove(follower));
    follower.onError(e -> followers.remove(follower));
    follower.onTimeout(() -> followers.remove(follower));
    followers.put(follower, id);
    tell(follower, job);
    return follower;
  }

  @Scheduled(fixedDelay = 250, timeUnit = TimeUnit.MILLISECONDS)
  void tellAll() {
    followers.forEach((follower, id) -> tell(follower, jobs.find(id)));
  }

  private void tell(SseEmitter follower, Job job) {
    try {
      follower.send(SseEmitter.event().name("progress").data(job));
      if (job.state().isOver()) {
        followers.remove(follower);
        follower.complete();
      }
    } catch (IOException | IllegalStateException e) {
      followers.remove(follower); // has gone
    }
  }
}
