namespace Gannet.Vision.Assignment;

/// <summary>Boxes as one array a coordinate, the order that vector instructions read.</summary>
internal sealed record BoxColumns(float[] X1, float[] Y1, float[] X2, float[] Y2, float[] Area)
{
    public int Count => X1.Length;

    public Box this[int k] => new(X1[k], Y1[k], X2[k], Y2[k]);

    public static BoxColumns From(ReadOnlySpan<Box> boxes)
    {
        var columns = new BoxColumns(
            new float[boxes.Length], new float[boxes.Length], new float[boxes.Length], new float[boxes.Length], new float[boxes.Length]);
        for (var k = 0; k < boxes.Length; k++)
        {
            var box = boxes[k];
            (columns.X1[k], columns.Y1[k], columns.X2[k], columns.Y2[k], columns.Area[k]) = (box.X1, box.Y1, box.X2, box.Y2, box.Area);
        }

        return columns;
    }
}
