using System.Numerics;

namespace Gannet.Runtime.Operators.Reductions;

/// <summary>A way to make one number of many.</summary>
internal interface IReduction
{
    static abstract T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    static abstract T Combine<T>(T result, T x) where T : unmanaged, INumber<T>;

    static abstract Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T>;

    /// <summary>Done once at the end.</summary>
    static virtual T Finish<T>(T result, int count) where T : unmanaged, INumber<T> => result;
}

internal readonly struct SumOf : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => result + x;

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => result + x;
}

internal readonly struct MeanOf : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => result + x;

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => result + x;

    public static T Finish<T>(T result, int count) where T : unmanaged, INumber<T> => result / T.CreateTruncating(count);
}

internal readonly struct ProductOf : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.One;

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => result * x;

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => result * x;
}

internal readonly struct GreatestOf : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => Extremes.Least<T>();

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => T.Max(result, x);

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => Vector.Max(result, x);
}

internal readonly struct LeastOf : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => Extremes.Greatest<T>();

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => T.Min(result, x);

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => Vector.Min(result, x);
}

/// <summary>The sum of absolute values.</summary>
internal readonly struct L1Of : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => result + T.Abs(x);

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => result + Vector.Abs(x);
}

internal readonly struct SumOfSquares : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => result + x * x;

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => result + x * x;
}

/// <summary>The root of the sum of squares.</summary>
internal readonly struct L2Of : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => result + x * x;

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => result + x * x;

    public static T Finish<T>(T result, int count) where T : unmanaged, INumber<T> => T.CreateTruncating(Math.Sqrt(double.CreateTruncating(result)));
}

/// <summary>The logarithm of the sum.</summary>
internal readonly struct LogOfSum : IReduction
{
    public static T Start<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

    public static T Combine<T>(T result, T x) where T : unmanaged, INumber<T> => result + x;

    public static Vector<T> Combine<T>(Vector<T> result, Vector<T> x) where T : unmanaged, INumber<T> => result + x;

    public static T Finish<T>(T result, int count) where T : unmanaged, INumber<T> => T.CreateTruncating(Math.Log(double.CreateTruncating(result)));
}

/// <summary>What a search for the least or greatest starts from.</summary>
internal static class Extremes
{
    public static T Least<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => typeof(T) == typeof(float) ? (T)(object)float.NegativeInfinity
        : typeof(T) == typeof(double) ? (T)(object)double.NegativeInfinity
        : T.MinValue;

    public static T Greatest<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => typeof(T) == typeof(float) ? (T)(object)float.PositiveInfinity
        : typeof(T) == typeof(double) ? (T)(object)double.PositiveInfinity
        : T.MaxValue;
}
