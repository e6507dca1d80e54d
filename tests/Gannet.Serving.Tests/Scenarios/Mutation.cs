using System.Text;

namespace Gannet.Serving.Tests.Scenarios;

/// <summary>Changes bytes as a fuzzer does, the same way for the same seed.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] s_tokens =
    [
        "\0", "\r\n\r\n", "--", "{", "}", "[", "]", "\"", "\\ud800", "\\u0000", "null", "-1", "1e999", "9223372036854775808", "../../etc/passwd", "%00", "<!DOCTYPE a>",
        "data:image/png;base64,", "Content-Disposition: form-data; name=\"picture\"", "\uFEFF", "true", "1e-999", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    private readonly Random _random = new(seed);

    public int Next(int most) => _random.Next(most);

    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>The bytes after one to four changes.</summary>
    public byte[] Change(byte[] original)
    {
        var bytes = original.ToList();
        for (var k = 1 + _random.Next(4); k > 0; k--) Step(bytes);
        return [.. bytes];
    }

    private void Step(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var some = Math.Min(_random.Next(1, 40), bytes.Count - at);
        switch (_random.Next(6))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 1: bytes.RemoveRange(at, some); break;
            case 2: bytes.RemoveRange(at, bytes.Count - at); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, some)); break;
            case 4:
                var noise = new byte[_random.Next(1, 40)];
                _random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
            default: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Of(s_tokens))); break;
        }
    }
}
