using System.Numerics;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>A function of one number with a fraction.</summary>
internal interface IFloatFunction
{
    /// <summary>Whether <see cref="OfVector"/> may be called.</summary>
    static virtual bool HasVectors => false;

    T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>;

    Vector<T> OfVector<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Functions that .NET has for vectors of one type at a time.</summary>
internal static class VectorMath
{
    public static Vector<T> Exp<T>(Vector<T> x) where T : unmanaged => typeof(T) == typeof(float)
        ? Vector.Exp(x.As<T, float>()).As<float, T>()
        : Vector.Exp(x.As<T, double>()).As<double, T>();

    public static Vector<T> Log<T>(Vector<T> x) where T : unmanaged => typeof(T) == typeof(float)
        ? Vector.Log(x.As<T, float>()).As<float, T>()
        : Vector.Log(x.As<T, double>()).As<double, T>();

    public static Vector<T> Floor<T>(Vector<T> x) where T : unmanaged => typeof(T) == typeof(float)
        ? Vector.Floor(x.As<T, float>()).As<float, T>()
        : Vector.Floor(x.As<T, double>()).As<double, T>();

    public static Vector<T> Ceiling<T>(Vector<T> x) where T : unmanaged => typeof(T) == typeof(float)
        ? Vector.Ceiling(x.As<T, float>()).As<float, T>()
        : Vector.Ceiling(x.As<T, double>()).As<double, T>();
}
