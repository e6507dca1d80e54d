namespace Gannet.Labelling.Ordering;

/// <summary>How a picture looks, in few numbers: the mean colour of each of 8 × 8 fields, and how much each field varies.</summary>
/// <remarks>Cheap enough for every picture, and it tells lighting, background and layout apart, which is what decides whether a picture is new.</remarks>
internal sealed class PictureDescriptor
{
    private const int Side = 8, PerField = 4;
    private readonly float[] _values;

    private PictureDescriptor(float[] values) => _values = values;

    public static PictureDescriptor Of(Image picture)
    {
        var values = new float[Side * Side * PerField];
        Span<double> sums = stackalloc double[3];
        for (var field = 0; field < Side * Side; field++)
        {
            var (left, right) = Range(field % Side, picture.Width);
            var (top, bottom) = Range(field / Side, picture.Height);
            sums.Clear();
            var (grey, squares) = (0.0, 0.0);
            for (var y = top; y < bottom; y++)
            {
                var row = picture.Row(y)[(left * 3)..(right * 3)];
                for (var k = 0; k < row.Length; k += 3)
                {
                    sums[0] += row[k];
                    sums[1] += row[k + 1];
                    sums[2] += row[k + 2];
                    var value = (row[k] + row[k + 1] + row[k + 2]) / 3.0;
                    grey += value;
                    squares += value * value;
                }
            }

            var count = (double)(right - left) * (bottom - top);
            for (var c = 0; c < 3; c++) values[field * PerField + c] = (float)(sums[c] / count / 255);
            values[field * PerField + 3] = (float)(Math.Sqrt(Math.Max(0, squares / count - grey / count * (grey / count))) / 128);
        }

        return new(values);
    }

    /// <summary>Root of the mean squared difference; 0 for the same look, about 1 for black and white.</summary>
    public double Distance(PictureDescriptor other)
    {
        var sum = 0.0;
        for (var k = 0; k < _values.Length; k++) sum += (_values[k] - other._values[k]) * (double)(_values[k] - other._values[k]);
        return Math.Sqrt(sum / _values.Length);
    }

    // Fields of a picture smaller than the grid share pixels.
    private static (int From, int To) Range(int field, int length)
    {
        var from = (int)((long)field * length / Side);
        return (from, Math.Max(from + 1, (int)((field + 1L) * length / Side)));
    }
}
