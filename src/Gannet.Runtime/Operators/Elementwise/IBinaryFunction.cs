using System.Numerics;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>A function of two numbers of one type.</summary>
internal interface IBinaryFunction
{
    /// <summary>Whether <see cref="OfVectors"/> may be called.</summary>
    static virtual bool HasVectors => false;

    static abstract T Of<T>(T a, T b) where T : unmanaged, INumber<T>;

    static virtual Vector<T> OfVectors<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => throw new NotSupportedException();
}

internal readonly struct Addition : IBinaryFunction
{
    public static bool HasVectors => true;

    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => a + b;

    public static Vector<T> OfVectors<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a + b;
}

internal readonly struct Subtraction : IBinaryFunction
{
    public static bool HasVectors => true;

    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => a - b;

    public static Vector<T> OfVectors<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a - b;
}

internal readonly struct Multiplication : IBinaryFunction
{
    public static bool HasVectors => true;

    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => a * b;

    public static Vector<T> OfVectors<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a * b;
}

/// <summary>Whole numbers are rounded towards zero.</summary>
internal readonly struct Division : IBinaryFunction
{
    public static bool HasVectors => true;

    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => a / b;

    public static Vector<T> OfVectors<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a / b;
}

/// <summary>The smaller; NaN if one is NaN.</summary>
internal readonly struct Minimum : IBinaryFunction
{
    public static bool HasVectors => true;

    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.Min(a, b);

    public static Vector<T> OfVectors<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => Vector.Min(a, b);
}

/// <summary>The larger; NaN if one is NaN.</summary>
internal readonly struct Maximum : IBinaryFunction
{
    public static bool HasVectors => true;

    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => T.Max(a, b);

    public static Vector<T> OfVectors<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => Vector.Max(a, b);
}

/// <summary>The remainder with the sign of the divisor, as in Python.</summary>
internal readonly struct FloorRemainder : IBinaryFunction
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        var remainder = a % b;
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(b) ? remainder + b : remainder;
    }
}

/// <summary>The remainder with the sign of the dividend, as in C.</summary>
internal readonly struct TruncatedRemainder : IBinaryFunction
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T> => a % b;
}

/// <summary>a to the power of b.</summary>
internal readonly struct Power : IBinaryFunction
{
    public static T Of<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) return (T)(object)MathF.Pow((float)(object)a, (float)(object)b);
        if (typeof(T) == typeof(double)) return (T)(object)Math.Pow((double)(object)a, (double)(object)b);
        return T.CreateTruncating(Math.Pow(double.CreateTruncating(a), double.CreateTruncating(b)));
    }
}
