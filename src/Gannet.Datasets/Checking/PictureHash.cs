using System.Numerics;

namespace Gannet.Datasets.Checking;

/// <summary>256 bits that are nearly the same for pictures that look the same: scaled, recompressed, brighter or darker.</summary>
/// <remarks>
/// The picture is averaged to 17 × 16 grey fields; each bit says whether a field is brighter than the one left of it (the difference
/// hash, dHash). Pictures of different things differ in about half of the bits, the same picture in another file in a few.
/// </remarks>
/// <param name="First">Rows 0 to 3.</param>
/// <param name="Second">Rows 4 to 7.</param>
/// <param name="Third">Rows 8 to 11.</param>
/// <param name="Fourth">Rows 12 to 15.</param>
public readonly record struct PictureHash(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>Two pictures that differ in no more bits are nearly the same: a tenth of the 256.</summary>
    public const int NearlySame = 25;

    private const int Side = 16;

    /// <summary>The hash of a picture.</summary>
    /// <param name="picture">Any size.</param>
    public static PictureHash Of(Image picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var fields = Average(picture);
        Span<ulong> words = stackalloc ulong[4];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                if (fields[y * (Side + 1) + x + 1] > fields[y * (Side + 1) + x]) words[y / 4] |= 1UL << (y % 4 * Side + x);
            }
        }

        return new(words[0], words[1], words[2], words[3]);
    }

    /// <summary>Number of bits in which two hashes differ.</summary>
    /// <param name="other">Another picture's hash.</param>
    public int Distance(PictureHash other) => BitOperations.PopCount(First ^ other.First) + BitOperations.PopCount(Second ^ other.Second)
        + BitOperations.PopCount(Third ^ other.Third) + BitOperations.PopCount(Fourth ^ other.Fourth);

    // Whole grey levels: noise below them, as of another decoder, must not decide a bit. Fields of small pictures share pixels.
    private static int[] Average(Image picture)
    {
        var fields = new int[(Side + 1) * Side];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x <= Side; x++)
            {
                var (left, right) = Range(x, Side + 1, picture.Width);
                var (top, bottom) = Range(y, Side, picture.Height);
                long sum = 0;
                for (var row = top; row < bottom; row++)
                {
                    foreach (var value in picture.Row(row)[(left * 3)..(right * 3)]) sum += value;
                }

                fields[y * (Side + 1) + x] = (int)(sum / ((long)(right - left) * (bottom - top) * 3));
            }
        }

        return fields;
    }

    private static (int From, int To) Range(int field, int fields, int length)
    {
        var from = (int)((long)field * length / fields);
        return (from, Math.Max(from + 1, (int)((field + 1L) * length / fields)));
    }
}
