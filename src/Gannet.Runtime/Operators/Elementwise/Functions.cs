using System.Numerics;

namespace Gannet.Runtime.Operators.Elementwise;

internal readonly struct Exponential : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Exp(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Exp(x);
}

internal readonly struct Logarithm : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Log(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Log(x);
}

internal readonly struct SquareRoot : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Sqrt(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Vector.SquareRoot(x);
}

internal readonly struct Reciprocal : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.One / x;

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Vector<T>.One / x;
}

internal readonly struct Floor : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Floor(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Floor(x);
}

internal readonly struct Ceiling : IFloatFunction
{
    public static bool HasVectors => true;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Ceiling(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => VectorMath.Ceiling(x);
}

/// <summary>Ties go to the even neighbour.</summary>
internal readonly struct Rounding : IFloatFunction
{
    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Round(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException();
}

internal readonly struct HyperbolicTangent : IFloatFunction
{
    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Tanh(x);

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException();
}

/// <summary>The error function 2/√π · ∫ e^(−t²) dt from 0 to x.</summary>
internal readonly struct ErrorFunction : IFloatFunction
{
    // Beyond it, the result differs from 1 by less than a double can hold.
    private const double Saturated = 6;

    public T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating(Of(double.CreateTruncating(x)));

    public Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new NotSupportedException();

    // 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1 · 3 · 5 … (2n+1)): all terms have one sign, so none cancels another.
    private static double Of(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) >= Saturated) return Math.Sign(x);
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
