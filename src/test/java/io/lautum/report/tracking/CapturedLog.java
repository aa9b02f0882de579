package io.lautum.report.tracking;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/**
 * Captures the log events of a class while it is open, as one line per event: the level and the
 * message.
 */
public final class CapturedLog extends AbstractAppender implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  /** Starts to capture the log of a class. */
  public CapturedLog(Class<?> of) {
    super("captured", null, null, false, Property.EMPTY_ARRAY);
    start();
    Configurator.setLevel(of.getName(), Level.INFO);
    logger = (Logger) LogManager.getLogger(of);
    logger.addAppender(this);
  }

  @Override
  public void append(LogEvent event) {
    String thrown = event.getThrown() == null ? "" : " " + event.getThrown();
    lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage() + thrown);
  }

  /** Returns the events so far. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
