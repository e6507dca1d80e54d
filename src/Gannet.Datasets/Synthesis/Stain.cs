namespace Gannet.Datasets.Synthesis;

/// <summary>Absorption of red, green and blue light by a layer of stain: optical densities, which add up where layers overlap.</summary>
internal readonly record struct Stain(float Red, float Green, float Blue)
{
    /// <summary>The stain that turns white light into a colour.</summary>
    public static Stain Of(float red, float green, float blue) => new(-MathF.Log(red), -MathF.Log(green), -MathF.Log(blue));

    public static Stain operator +(Stain a, Stain b) => new(a.Red + b.Red, a.Green + b.Green, a.Blue + b.Blue);

    public static Stain operator *(float amount, Stain stain) => new(amount * stain.Red, amount * stain.Green, amount * stain.Blue);
}
