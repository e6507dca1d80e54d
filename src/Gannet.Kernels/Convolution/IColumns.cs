namespace Gannet.Kernels.Convolution;

/// <summary>A number of vectors that is known when a kernel is compiled.</summary>
internal interface IColumns
{
    static abstract int Count { get; }
}

/// <summary>One vector.</summary>
internal readonly struct OneColumn : IColumns
{
    public static int Count => 1;
}

/// <summary>Two vectors.</summary>
internal readonly struct TwoColumns : IColumns
{
    public static int Count => 2;
}

/// <summary>Three vectors.</summary>
internal readonly struct ThreeColumns : IColumns
{
    public static int Count => 3;
}

/// <summary>Four vectors.</summary>
internal readonly struct FourColumns : IColumns
{
    public static int Count => 4;
}
