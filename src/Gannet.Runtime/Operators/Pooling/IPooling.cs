using System.Numerics;

namespace Gannet.Runtime.Operators.Pooling;

/// <summary>How the cells that a window sees become one.</summary>
internal interface IPooling
{
    static abstract float Start { get; }

    static abstract float Combine(float result, float x);

    static abstract Vector<float> Combine(Vector<float> result, Vector<float> x);
}

/// <summary>Of NaN and a number, either: this is one instruction, where IEEE's maximum takes several.</summary>
internal readonly struct Greatest : IPooling
{
    public static float Start => float.NegativeInfinity;

    public static float Combine(float result, float x) => float.MaxNative(result, x);

    public static Vector<float> Combine(Vector<float> result, Vector<float> x) => Vector.MaxNative(result, x);
}

internal readonly struct Total : IPooling
{
    public static float Start => 0;

    public static float Combine(float result, float x) => result + x;

    public static Vector<float> Combine(Vector<float> result, Vector<float> x) => result + x;
}
