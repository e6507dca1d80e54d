namespace Gannet.Datasets.Synthesis;

/// <summary>A pointed, bent rod: the union of circles along an arc that shrink towards both ends.</summary>
internal sealed class BentOutline : IOutline
{
    private const int Circles = 25;
    private readonly (float X, float Y, float Radius)[] _circles = new (float, float, float)[Circles];
    private readonly float _halfWidth;

    /// <param name="length">Length along the arc from tip to tip, in pixels.</param>
    /// <param name="width">Width at the middle, in pixels.</param>
    /// <param name="bend">Angle of the arc, in radians.</param>
    /// <param name="turn">Direction of the rod at its middle, in radians.</param>
    public BentOutline(float length, float width, float bend, float turn)
    {
        _halfWidth = width / 2;
        var polygon = new double[4 * Circles];
        float left = float.MaxValue, top = float.MaxValue, right = float.MinValue, bottom = float.MinValue;
        var sagitta = length / bend * (1 - MathF.Cos(bend / 2)) / 2;
        var (sinTurn, cosTurn) = MathF.SinCos(turn);
        for (var i = 0; i < Circles; i++)
        {
            // A point on the arc, shifted so that the rod is centred on the origin.
            var along = 2f * i / (Circles - 1) - 1;
            var angle = along * bend / 2;
            var (u, v) = (length / bend * MathF.Sin(angle), length / bend * (1 - MathF.Cos(angle)) - sagitta);
            var radius = _halfWidth * MathF.Pow(1 - along * along, 0.6f) + 0.8f;
            var (x, y) = (u * cosTurn - v * sinTurn, u * sinTurn + v * cosTurn);
            _circles[i] = (x, y, radius);

            // The polygon runs along one side and back along the other; i and ^i are opposite corners.
            var (sinAcross, cosAcross) = MathF.SinCos(angle + turn + MathF.PI / 2);
            (polygon[2 * i], polygon[2 * i + 1]) = (x + radius * cosAcross, y + radius * sinAcross);
            (polygon[^(2 * i + 2)], polygon[^(2 * i + 1)]) = (x - radius * cosAcross, y - radius * sinAcross);
            (left, right) = (Math.Min(left, x - radius), Math.Max(right, x + radius));
            (top, bottom) = (Math.Min(top, y - radius), Math.Max(bottom, y + radius));
        }

        (Extent, Polygon) = (new Box(left, top, right, bottom), polygon);
    }

    public Box Extent { get; }

    public double[] Polygon { get; }

    public float Distance(float x, float y)
    {
        var distance = float.MaxValue;
        foreach (var circle in _circles)
        {
            var (dx, dy) = (x - circle.X, y - circle.Y);
            distance = Math.Min(distance, MathF.Sqrt(dx * dx + dy * dy) - circle.Radius);
        }

        return distance;
    }

    public float Depth(float x, float y) => Math.Clamp(-Distance(x, y) / _halfWidth, 0, 1);
}
