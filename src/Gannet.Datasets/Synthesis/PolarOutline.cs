namespace Gannet.Datasets.Synthesis;

/// <summary>The outline of a blood cell, in pixels relative to its centre.</summary>
internal interface IOutline
{
    /// <summary>Tight box, relative to the centre.</summary>
    Box Extent { get; }

    /// <summary>The outline as a polygon relative to the centre: x, y, x, y, …</summary>
    double[] Polygon { get; }

    /// <summary>Approximate distance to the outline, in pixels: negative inside, positive outside.</summary>
    float Distance(float x, float y);

    /// <summary>How deep a point is inside: 0 on the outline and outside, 1 at the centre line.</summary>
    float Depth(float x, float y);
}

/// <summary>A star-shaped outline: one radius for each direction.</summary>
internal sealed class PolarOutline : IOutline
{
    private const int Directions = 256;

    // With 64 corners, a chord is within 1/20 pixel of its arc up to a radius of 40 pixels; spikes need twice as many.
    private const int DirectionsPerCorner = 2;

    private readonly float[] _radii = new float[Directions + 1];

    public PolarOutline(Func<float, float> radius)
    {
        var polygon = new List<double>(2 * Directions / DirectionsPerCorner);
        float left = 0, top = 0, right = 0, bottom = 0;
        for (var i = 0; i <= Directions; i++)
        {
            var angle = i % Directions * MathF.Tau / Directions;
            _radii[i] = radius(angle);
            var (sin, cos) = MathF.SinCos(angle);
            if (i < Directions && i % DirectionsPerCorner == 0) polygon.AddRange(cos * _radii[i], sin * _radii[i]);
            (left, right) = (Math.Min(left, cos * _radii[i]), Math.Max(right, cos * _radii[i]));
            (top, bottom) = (Math.Min(top, sin * _radii[i]), Math.Max(bottom, sin * _radii[i]));
        }

        (Extent, Polygon) = (new Box(left, top, right, bottom), [.. polygon]);
    }

    public Box Extent { get; }

    public double[] Polygon { get; }

    /// <summary>A slightly flattened disc with a wavy edge: no two cells of a smear have the same outline.</summary>
    /// <param name="random">Source of the shape.</param>
    /// <param name="radius">Mean radius in pixels.</param>
    /// <param name="flatness">Largest share by which one axis may be longer.</param>
    /// <param name="waves">Largest amplitude of the edge's waves, as a share of the radius.</param>
    public static PolarOutline Roundish(HashRandom random, float radius, float flatness, float waves)
    {
        var (stretch, turn) = (1 + random.Between(0, flatness), random.Between(0, MathF.Tau));
        var (amplitudes, phases) = (new float[6], new float[6]);
        for (var k = 2; k < 6; k++) (amplitudes[k], phases[k]) = (random.Between(0, waves) * 2 / k, random.Between(0, MathF.Tau));
        return new PolarOutline(angle =>
        {
            var (sin, cos) = MathF.SinCos(angle - turn);
            var ellipse = radius / MathF.Sqrt(cos * cos / stretch + sin * sin * stretch);
            var wave = 1f;
            for (var k = 2; k < 6; k++) wave += amplitudes[k] * MathF.Cos(k * angle + phases[k]);
            return ellipse * wave;
        });
    }

    public float Distance(float x, float y) => MathF.Sqrt(x * x + y * y) - Radius(x, y);

    public float Depth(float x, float y) => Math.Clamp(1 - MathF.Sqrt(x * x + y * y) / Radius(x, y), 0, 1);

    private float Radius(float x, float y)
    {
        var place = MathF.Atan2(y, x) * (Directions / MathF.Tau);
        if (place < 0) place += Directions;
        var i = Math.Min((int)place, Directions - 1);
        return _radii[i] + (_radii[i + 1] - _radii[i]) * (place - i);
    }
}
