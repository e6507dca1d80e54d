using System.Numerics;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>A question about two numbers of one type.</summary>
internal interface IComparison
{
    static abstract bool Of<T>(T a, T b) where T : unmanaged, INumber<T>;
}

internal readonly struct EqualTo : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => a == b;
}

internal readonly struct LessThan : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => a < b;
}

internal readonly struct AtMost : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => a <= b;
}

internal readonly struct GreaterThan : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => a > b;
}

internal readonly struct AtLeast : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => a >= b;
}

/// <summary>For truth values, which are bytes 0 and 1.</summary>
internal readonly struct Both : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => a != T.Zero && b != T.Zero;
}

/// <summary>For truth values, which are bytes 0 and 1.</summary>
internal readonly struct Either : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => a != T.Zero || b != T.Zero;
}

/// <summary>For truth values, which are bytes 0 and 1.</summary>
internal readonly struct OneOf : IComparison
{
    public static bool Of<T>(T a, T b) where T : unmanaged, INumber<T> => (a != T.Zero) != (b != T.Zero);
}
