#!/usr/bin/python3
"""Reads the event files of a training with Google's protocol buffers and a CRC of its own, and prints what TensorBoard would show.

    apt-get install python3-protobuf
    tests/oracle/event_files.py runs/demo/events

The record format is that of tensorflow/core/lib/io/record_writer.h: length (uint64), masked CRC-32C of the length, content, masked CRC-32C of the
content, all little endian. The messages are built from the published field numbers of tensorflow/core/util/event.proto and
tensorflow/core/framework/summary.proto. Ends with exit code 1 if a record, a checksum, a field or a picture is wrong.
"""
import collections
import pathlib
import struct
import sys
import zlib

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

FIELD = descriptor_pb2.FieldDescriptorProto
OPTIONAL, REPEATED = FIELD.LABEL_OPTIONAL, FIELD.LABEL_REPEATED
ONE_OF = {"file_version": "what", "summary": "what", "simple_value": "value", "image": "value"}
SCHEMA = {
    "Event": [("wall_time", 1, FIELD.TYPE_DOUBLE, None), ("step", 2, FIELD.TYPE_INT64, None), ("file_version", 3, FIELD.TYPE_STRING, None),
              ("summary", 5, FIELD.TYPE_MESSAGE, "Summary")],
    "Summary": [("value", 1, FIELD.TYPE_MESSAGE, "Value*")],
    "Value": [("tag", 1, FIELD.TYPE_STRING, None), ("simple_value", 2, FIELD.TYPE_FLOAT, None), ("image", 4, FIELD.TYPE_MESSAGE, "Image")],
    "Image": [("height", 1, FIELD.TYPE_INT32, None), ("width", 2, FIELD.TYPE_INT32, None), ("colorspace", 3, FIELD.TYPE_INT32, None),
              ("encoded_image_string", 4, FIELD.TYPE_BYTES, None)],
}


def event_class():
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tensorflow", syntax="proto3")
    for name, fields in SCHEMA.items():
        message = file.message_type.add(name=name)
        for field, number, kind, of in fields:
            added = message.field.add(name=field, number=number, type=kind, label=REPEATED if of and of.endswith("*") else OPTIONAL)
            if field in ONE_OF:
                if not message.oneof_decl:
                    message.oneof_decl.add(name=ONE_OF[field])
                added.oneof_index = 0
            if of:
                added.type_name = ".tensorflow." + of.rstrip("*")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("tensorflow.Event"))


def crc_table():
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)  # Castagnoli's polynomial, reflected
        yield n


TABLE = list(crc_table())


def masked(content):
    crc = 0xFFFFFFFF
    for byte in content:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return (crc >> 15 | crc << 17) + 0xA282EAD8 & 0xFFFFFFFF


def records(path):
    data, at = path.read_bytes(), 0
    while at < len(data):
        if len(data) - at < 12:
            return  # a kill cut it off; TensorBoard waits here for more
        length, sum_of_length = struct.unpack_from("<QI", data, at)
        assert masked(data[at:at + 8]) == sum_of_length, f"{path}: the checksum of the length at byte {at} is wrong"
        if len(data) - at < 16 + length:
            return
        content = data[at + 12:at + 12 + length]
        assert masked(content) == struct.unpack_from("<I", data, at + 12 + length)[0], f"{path}: the checksum of the content at byte {at} is wrong"
        yield content
        at += 16 + length


def check_png(image):
    png = image.encoded_image_string
    assert png[:8] == b"\x89PNG\r\n\x1a\n", "a picture is no PNG"
    assert struct.unpack_from(">II", png, 16) == (image.width, image.height), "a picture has another size than its message says"
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        assert zlib.crc32(png[at + 4:at + 8 + length]) == struct.unpack_from(">I", png, at + 8 + length)[0], "a picture is damaged"
        at += 12 + length
    return image.width, image.height


def main(folder):
    event_type = event_class()
    assert masked(b"123456789") == ((0xE3069283 >> 15 | 0xE3069283 << 17) + 0xA282EAD8 & 0xFFFFFFFF), "this script's CRC is wrong"
    for path in sorted(pathlib.Path(folder).glob("*tfevents*")):
        numbers, pictures, last = collections.defaultdict(list), collections.defaultdict(list), 0
        for k, content in enumerate(records(path)):
            event = event_type.FromString(content)
            assert not event.UnknownFields(), f"{path}: record {k} has fields that the schema lacks"
            assert event.SerializeToString() == content or k == 0, f"{path}: record {k} is not what Google's library would write"
            assert (event.file_version == "brain.Event:2") == (k == 0), f"{path}: the version is not in the first record alone"
            assert event.wall_time > 0 and event.step >= last, f"{path}: time or steps run backwards in record {k}"
            last = event.step
            for value in event.summary.value:
                if value.HasField("image"):
                    pictures[value.tag].append((event.step, check_png(value.image)))
                else:
                    numbers[value.tag].append((event.step, value.simple_value))
        print(f"{path.name}: steps to {last}")
        for tag, points in sorted(numbers.items()):
            print(f"  {tag}: {len(points)} numbers, the last {points[-1][1]:.4g} at step {points[-1][0]}")
        for tag, points in sorted(pictures.items()):
            print(f"  {tag}: {len(points)} pictures of {points[-1][1][0]} × {points[-1][1][1]}")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except AssertionError as error:
        sys.exit(str(error))
