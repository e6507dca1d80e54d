namespace Gannet.Torch;

// The operators of the language. Compound assignment works in place.
public sealed unsafe partial class Tensor
{
#pragma warning disable CS1591, CA2225 // the named forms are the generated Add, Sub, Mul, Div
    public static Tensor operator +(Tensor a, Tensor b) => a.Add(b);

    public static Tensor operator +(Tensor a, double b) => a.Add(b);

    public static Tensor operator -(Tensor a, Tensor b) => a.Sub(b);

    public static Tensor operator -(Tensor a, double b) => a.Sub(b);

    public static Tensor operator -(Tensor a) => a.Neg();

    public static Tensor operator *(Tensor a, Tensor b) => a.Mul(b);

    public static Tensor operator *(Tensor a, double b) => a.Mul(b);

    public static Tensor operator /(Tensor a, Tensor b) => a.Div(b);

    public static Tensor operator /(Tensor a, double b) => a.Div(b);

    public void operator +=(Tensor b) => AddInPlace(b);

    public void operator *=(Tensor b) => MulInPlace(b);
#pragma warning restore CS1591, CA2225
}
