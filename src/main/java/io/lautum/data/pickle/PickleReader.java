package io.lautum.data.pickle;

import io.lautum.DataException;
import io.lautum.data.file.BinaryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads Python's pickles of protocols 0 to 5 whose value is a dictionary of arrays, lists, tuples,
 * strings, numbers, booleans and None, as the archives of CIFAR contain. A pickle is a program for
 * a stack machine that may call any Python function; this reader runs nothing. It knows the
 * operations that build such values and the callables of {@link PickleCallable}, and rejects every
 * other one.
 *
 * <p>Strings of bytes above 64 KiB are not kept: {@link PickledBytes} has their place in the file.
 */
public final class PickleReader {
  private static final int KEPT_BYTES = 1 << 16;

  private final BinaryFile file;
  private final PickleStack stack;
  private final PickleInput input;

  private PickleReader(BinaryFile file) {
    this.file = file;
    this.stack = new PickleStack(file.path());
    this.input = new PickleInput(file, stack);
  }

  /**
   * Returns the dictionary of a pickle.
   *
   * @throws DataException if the file is not such a pickle; the message names the callable that the
   *     pickle would have run and its offset
   */
  public static Map<Object, Object> read(BinaryFile file) throws IOException {
    PickleReader reader = new PickleReader(file);
    int operation;
    do {
      reader.stack.at(file.position());
      operation = file.readByte("an operation of a pickle");
      reader.execute(operation);
    } while (operation != '.');
    return reader.stack.result();
  }

  private void execute(int operation) throws IOException {
    switch (operation) {
      case '.' -> {}
      case '(' -> stack.mark();
      case '0' -> stack.pop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      case 'N' -> stack.push(null);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case ']' -> stack.pushList();
      case '}' -> stack.pushDictionary();
      case ')' -> stack.pushTuple();
      case 't' -> stack.pushTuple(stack.popToMark());
      case 0x85, 0x86, 0x87 -> stack.tuple(operation - 0x84);
      case 'l' -> list(stack.popToMark());
      case 'd' -> dictionary(stack.popToMark());
      case 'a' -> {
        Object item = stack.pop();
        stack.append(item);
      }
      case 'e' -> {
        Object[] items = stack.popToMark();
        stack.append(items);
      }
      case 's' -> {
        Object value = stack.pop();
        Object key = stack.pop();
        stack.put(key, value);
      }
      case 'u' -> {
        Object[] items = stack.popToMark();
        stack.put(items);
      }
      case 'p' -> stack.remember(input.decimal(input.line()));
      case 'q', 'r' -> stack.remember(input.unsigned(operation == 'q' ? 1 : 4));
      case 0x94 -> stack.rememberNext();
      case 'g' -> stack.recall(input.decimal(input.line()));
      case 'h', 'j' -> stack.recall(input.unsigned(operation == 'h' ? 1 : 4));
      case 0x80 -> protocol(input.unsigned(1));
      // The length of a frame, which is a hint for buffering.
      case 0x95 -> input.unsigned(8);
      case 'c' -> global(input.line(), input.line());
      case 0x93 -> {
        String name = PickleCallable.text(stack.pop());
        global(PickleCallable.text(stack.pop()), name);
      }
      case 'R' -> {
        Object arguments = stack.pop();
        Object callable = stack.pop();
        if (!(callable instanceof PickleCallable known)
            || !(arguments instanceof Object[] values)) {
          throw stack.fault("expected a callable and its arguments, found other values");
        }
        stack.push(known.apply(values, stack.where()));
      }
      case 'b' -> {
        Object state = stack.pop();
        PickleCallable.build(stack.peek(), state, stack.where());
      }
      default -> number(operation);
    }
  }

  private void number(int operation) throws IOException {
    switch (operation) {
      case 'I' -> {
        String digits = input.line();
        boolean logical = digits.equals("00") || digits.equals("01");
        stack.push(logical ? (Object) digits.equals("01") : input.decimal(digits));
      }
      case 'L' -> stack.push(input.decimal(input.line().replaceFirst("L$", "")));
      case 'J' -> stack.push((long) (int) input.unsigned(4));
      case 'K', 'M' -> stack.push(input.unsigned(operation == 'K' ? 1 : 2));
      case 0x8a -> stack.push(input.signed(input.unsigned(1)));
      case 0x8b -> stack.push(input.signed(input.unsigned(4)));
      case 'F' -> stack.push(input.real(input.line()));
      case 'G' -> {
        byte[] bytes = new byte[Double.BYTES];
        file.read(bytes, "a number");
        stack.push(ByteBuffer.wrap(bytes).getDouble());
      }
      default -> string(operation);
    }
  }

  private void string(int operation) throws IOException {
    switch (operation) {
      case 'S' -> {
        String quoted = input.line();
        if (quoted.length() < 2 || quoted.charAt(0) != quoted.charAt(quoted.length() - 1)) {
          throw stack.fault("expected a quoted string, found none");
        }
        String text = PickleEscapes.ofBytes(quoted.substring(1, quoted.length() - 1));
        stack.push(PickledBytes.of(text.getBytes(StandardCharsets.ISO_8859_1)));
      }
      case 'V' -> stack.push(PickleEscapes.ofText(input.line()));
      case 'U', 'C' -> bytes(input.unsigned(1), false);
      case 'T', 'B' -> bytes(input.unsigned(4), false);
      case 0x8e, 0x96 -> bytes(input.unsigned(8), false);
      case 0x8c -> bytes(input.unsigned(1), true);
      case 'X' -> bytes(input.unsigned(4), true);
      case 0x8d -> bytes(input.unsigned(8), true);
      default ->
          throw stack.fault(
              "expected an operation for arrays, lists, strings, numbers or dictionaries,"
                  + " found 0x%02x%s",
              operation, "io\u0081\u0092".indexOf(operation) < 0 ? "" : ", which runs a callable");
    }
  }

  private void list(Object[] items) {
    stack.pushList();
    stack.append(items);
  }

  private void dictionary(Object[] items) {
    stack.pushDictionary();
    stack.put(items);
  }

  private void protocol(long version) {
    if (version > 5) {
      throw stack.fault("expected protocol 0 to 5, found %d", version);
    }
  }

  private void global(String module, String name) {
    stack.push(
        PickleCallable.of(module, name)
            .orElseThrow(
                () ->
                    stack.fault(
                        "expected only arrays, lists, strings, numbers and dictionaries, found the"
                            + " callable %s.%s, which is not run; get the dataset from its"
                            + " publisher",
                        module, name)));
  }

  private void bytes(long length, boolean text) throws IOException {
    if (length > KEPT_BYTES) {
      long offset = file.position();
      if (length > Long.MAX_VALUE - offset) {
        throw stack.fault("expected a string within the file, found one of %d bytes", length);
      }
      file.forwardTo(offset + length);
      if (file.position() < offset + length) {
        throw stack.fault(
            "expected a string of %d bytes, found the end of the file after %d",
            length, file.position() - offset);
      }
      stack.push(new PickledBytes(null, offset, length, text));
      return;
    }
    input.keep(length);
    byte[] content = new byte[(int) length];
    file.read(content, "a string");
    stack.push(text ? new String(content, StandardCharsets.UTF_8) : PickledBytes.of(content));
  }
}
