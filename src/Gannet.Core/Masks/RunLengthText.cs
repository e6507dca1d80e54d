using System.Text;

namespace Gannet.Masks;

/// <summary>COCO's compressed text of run lengths: five bits per letter, and a sixth that is set when the number continues. From the
/// fourth run on, each number is the difference from the run two before.</summary>
internal static class RunLengthText
{
    private const int FirstLetter = 48, Payload = 0x1f, GoesOn = 0x20, Sign = 0x10, BitsPerLetter = 5;

    // Seven letters hold any difference between two runs of the largest mask.
    private const int MaxLetters = 7;

    public static string Encode(ReadOnlySpan<int> runs)
    {
        var text = new StringBuilder();
        for (var k = 0; k < runs.Length; k++)
        {
            var value = k > 2 ? runs[k] - runs[k - 2] : runs[k];
            bool more;
            do
            {
                var letter = value & Payload;
                value >>= BitsPerLetter;
                more = (letter & Sign) != 0 ? value != -1 : value != 0;
                text.Append((char)(FirstLetter + (more ? letter | GoesOn : letter)));
            }
            while (more);
        }

        return text.ToString();
    }

    /// <summary>Reads the runs; the caller checks that they add up.</summary>
    /// <exception cref="InvalidDataException">A letter is invalid, a number is too long, or the text ends within one.</exception>
    public static List<long> Decode(string text, long pixels)
    {
        List<long> runs = [];
        for (var at = 0; at < text.Length;)
        {
            long value = 0;
            for (var length = 1; ; length++)
            {
                if (at == text.Length) throw new InvalidDataException($"the compressed mask ends within run {runs.Count}.");
                var letter = text[at] - FirstLetter;
                if (letter is < 0 or > (Payload | GoesOn))
                    throw new InvalidDataException($"letter {at + 1} of the compressed mask is U+{(int)text[at]:X4}, which COCO does not use.");
                if (length > MaxLetters) throw new InvalidDataException($"run {runs.Count} of the compressed mask is too long.");
                at++;
                value |= (long)(letter & Payload) << (BitsPerLetter * (length - 1));
                if ((letter & GoesOn) != 0) continue;
                if ((letter & Sign) != 0) value |= -1L << (BitsPerLetter * length);
                break;
            }

            if (runs.Count > 2) value += runs[^2];
            if (value < 0 || value > pixels)
                throw new InvalidDataException($"run {runs.Count} of the compressed mask is {value}; the mask has {pixels} pixels.");
            runs.Add(value);
        }

        return runs;
    }
}
