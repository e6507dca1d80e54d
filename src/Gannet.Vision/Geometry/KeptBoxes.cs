using System.Numerics;

namespace Gannet.Vision;

/// <summary>The boxes that a suppression has kept so far, one array per coordinate, so that a candidate meets many of them at once.</summary>
/// <remarks>
/// The arithmetic is torchvision's, in float32 and in its order: <c>intersection / (kept + candidate − intersection)</c>. Multiply and add
/// stay apart (no FMA), so that every vector width gives the same bits.
/// </remarks>
internal sealed class KeptBoxes
{
    private readonly float _threshold;
    private float[] _x1, _y1, _x2, _y2, _areas;

    /// <param name="capacity">Boxes to make room for at first.</param>
    /// <param name="threshold">IoU above which a kept box suppresses a candidate.</param>
    public KeptBoxes(int capacity, double threshold)
    {
        _threshold = LargestFloatNotAbove(threshold);
        var room = Math.Max(Vector<float>.Count, capacity);
        (_x1, _y1, _x2, _y2, _areas) = (new float[room], new float[room], new float[room], new float[room], new float[room]);
    }

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(Box box)
    {
        if (Count == _x1.Length) Grow();
        (_x1[Count], _y1[Count], _x2[Count], _y2[Count], _areas[Count]) = (box.X1, box.Y1, box.X2, box.Y2, box.Area);
        Count++;
    }

    /// <summary>Whether some kept box overlaps the candidate by more than the threshold.</summary>
    public bool Suppress(Box candidate)
    {
        var whole = Count - Count % Vector<float>.Count;
        return SuppressByVectors(candidate, whole) || SuppressOneByOne(candidate, whole);
    }

    private bool SuppressByVectors(Box candidate, int end)
    {
        var (x1, y1) = (new Vector<float>(candidate.X1), new Vector<float>(candidate.Y1));
        var (x2, y2) = (new Vector<float>(candidate.X2), new Vector<float>(candidate.Y2));
        var area = new Vector<float>(candidate.Area);
        var threshold = new Vector<float>(_threshold);
        for (var i = 0; i < end; i += Vector<float>.Count)
        {
            var width = Vector.Max(Vector<float>.Zero, Vector.Min(new(_x2, i), x2) - Vector.Max(new(_x1, i), x1));
            var height = Vector.Max(Vector<float>.Zero, Vector.Min(new(_y2, i), y2) - Vector.Max(new(_y1, i), y1));
            var intersection = width * height;

            // Most boxes lie apart, and a division costs more than all the rest.
            if (!Vector.GreaterThanAny(intersection, Vector<float>.Zero)) continue;
            var overlap = intersection / (new Vector<float>(_areas, i) + area - intersection);
            if (Vector.GreaterThanAny(overlap, threshold)) return true;
        }

        return false;
    }

    private bool SuppressOneByOne(Box candidate, int start)
    {
        var area = candidate.Area;
        for (var i = start; i < Count; i++)
        {
            var width = Math.Max(0, Math.Min(_x2[i], candidate.X2) - Math.Max(_x1[i], candidate.X1));
            var height = Math.Max(0, Math.Min(_y2[i], candidate.Y2) - Math.Max(_y1[i], candidate.Y1));
            var intersection = width * height;
            if (intersection / (_areas[i] + area - intersection) > _threshold) return true;
        }

        return false;
    }

    // torchvision compares its float32 overlap with a double threshold: 0.3f > 0.3 holds there. Rounding down keeps that answer in float32.
    private static float LargestFloatNotAbove(double threshold)
    {
        var rounded = (float)threshold;
        return rounded > threshold ? float.BitDecrement(rounded) : rounded;
    }

    private void Grow()
    {
        var room = _x1.Length * 2;
        Array.Resize(ref _x1, room);
        Array.Resize(ref _y1, room);
        Array.Resize(ref _x2, room);
        Array.Resize(ref _y2, room);
        Array.Resize(ref _areas, room);
    }
}
