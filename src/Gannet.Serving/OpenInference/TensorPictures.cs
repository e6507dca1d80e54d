using System.Buffers.Binary;
using System.Text.Json;
using Gannet.Serving.Pictures;

namespace Gannet.Serving.OpenInference;

/// <summary>The pictures in an input tensor, each made when its turn comes.</summary>
internal sealed class TensorPictures(ServingOptions options, PictureIntake intake)
{
    private const int LengthBytes = 4;

    /// <summary>A function for each picture of the tensor.</summary>
    /// <param name="input"><c>BYTES [N]</c>: picture files, base64 in JSON; or <c>UINT8 [H, W, 3]</c> or <c>[N, H, W, 3]</c>: red, green, blue.</param>
    /// <exception cref="Problems.ProblemException">The data do not fit type and shape (400), or a picture is too large (413).</exception>
    public IReadOnlyList<Func<Image>> Of(InferInput input) => input.Datatype == "BYTES" ? Files(input) : Pixels(input);

    private List<Func<Image>> Files(InferInput input)
    {
        var count = input.Shape is [_] or [_, 1] ? input.Shape[0] : throw Wrong("BYTES have the shape [N] or [N, 1]");
        RequireCount(count);
        var pictures = input.Binary is { } binary ? Binary(binary) : Base64(input.Json);
        return pictures.Count == count ? pictures : throw Wrong($"the shape says {count} pictures, the data have {pictures.Count}");
    }

    // Each is four bytes of length, then as many of the file.
    private List<Func<Image>> Binary(ReadOnlyMemory<byte> bytes)
    {
        var pictures = new List<Func<Image>>();
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < LengthBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) > bytes.Length - LengthBytes)
                throw Wrong("the length in front of a picture is more than the bytes that follow");
            var end = LengthBytes + (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span);
            var file = bytes[LengthBytes..end];
            pictures.Add(() => intake.Decode(file.Span));
            RequireCount(pictures.Count);
            bytes = bytes[end..];
        }

        return pictures;
    }

    private List<Func<Image>> Base64(ReadOnlyMemory<byte> json)
    {
        var pictures = new List<Func<Image>>();
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray) continue;
            if (reader.TokenType != JsonTokenType.String) throw Wrong("BYTES are texts of base64");
            var text = json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
            pictures.Add(() => intake.Decode(Decoded(text.Span)));
            RequireCount(pictures.Count);
        }

        return pictures;
    }

    private static byte[] Decoded(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        reader.Read();
        return reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw Wrong("a picture is not base64");
    }

    private List<Func<Image>> Pixels(InferInput input)
    {
        var (count, height, width) = input.Shape switch
        {
            [var h, var w, 3] => (1, h, w),
            [var n, var h, var w, 3] => (n, h, w),
            _ => throw Wrong("UINT8 have the shape [height, width, 3] or [N, height, width, 3]"),
        };
        RequireCount(count);
        // Each by itself first: their product could overflow.
        intake.RequirePixels(height, 1);
        intake.RequirePixels(width, 1);
        intake.RequirePixels(width, height);
        var size = (int)(height * width * 3);
        var bytes = input.Binary ?? Numbers(input.Json, count * size);
        if (bytes.Length != count * size) throw Wrong($"the shape says {count * size} numbers, the data have {bytes.Length}");
        return [.. Enumerable.Range(0, (int)count).Select<int, Func<Image>>(k => () => new((int)width, (int)height, bytes.Slice(k * size, size).ToArray()))];
    }

    private static byte[] Numbers(ReadOnlyMemory<byte> json, long count)
    {
        // A number and its comma take two bytes, so a shape cannot ask for more memory than the body has.
        if (count > json.Length) throw Wrong($"the shape says {count} numbers, which the data are too short for");
        var (bytes, at) = (new byte[count], 0);
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray) continue;
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out var value)) throw Wrong("UINT8 are whole numbers from 0 to 255");
            if (at == bytes.Length) throw Wrong($"the shape says {count} numbers, the data have more");
            bytes[at++] = value;
        }

        return at == bytes.Length ? bytes : throw Wrong($"the shape says {count} numbers, the data have {at}");
    }

    private void RequireCount(long count)
    {
        if (count > options.QueueLength) throw Wrong($"it has more pictures than the {options.QueueLength} that are looked at for everybody together; send fewer");
    }

    private static Problems.ProblemException Wrong(string why) => InferRequest.Wrong(why);
}
