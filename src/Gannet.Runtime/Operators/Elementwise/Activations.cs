using System.Numerics;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>max(x, 0).</summary>
internal readonly struct Relu : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Max(x, T.Zero);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Vector.Max(x, Vector<T>.Zero);
}

/// <summary>x, or <paramref name="slope"/> · x where that is negative.</summary>
internal readonly struct LeakyRelu(float slope) : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x < T.Zero ? x * T.CreateTruncating(slope) : x;

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), x * T.CreateTruncating(slope), x);
}

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal readonly struct Sigmoid : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Vector<T>.One / (Vector<T>.One + VectorMath.Exp(-x));
}

/// <summary>clamp(<paramref name="slope"/> · x + <paramref name="offset"/>, 0, 1).</summary>
internal readonly struct HardSigmoid(float slope, float offset) : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Max(T.Min(x * T.CreateTruncating(slope) + T.CreateTruncating(offset), T.One), T.Zero);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector.Max(Vector.Min(x * T.CreateTruncating(slope) + new Vector<T>(T.CreateTruncating(offset)), Vector<T>.One), Vector<T>.Zero);
}

/// <summary>x · clamp(x / 6 + ½, 0, 1).</summary>
internal readonly struct HardSwish : IFloatFunction
{
    private static readonly HardSigmoid s_gate = new(1f / 6, 0.5f);

    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x * s_gate.Of(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => x * s_gate.OfVector(x);
}

/// <summary>x, or <paramref name="scale"/> · (eˣ − 1) where x is negative.</summary>
internal readonly struct Elu(float scale) : IFloatFunction
{
    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x < T.Zero ? T.CreateTruncating(scale) * T.ExpM1(x) : x;

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException();
}

/// <summary>ln(1 + eˣ).</summary>
internal readonly struct Softplus : IFloatFunction
{
    // Of large numbers the exponential would overflow.
    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Max(x, T.Zero) + T.LogP1(T.Exp(-T.Abs(x)));

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException();
}
