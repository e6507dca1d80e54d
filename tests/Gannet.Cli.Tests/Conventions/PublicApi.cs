using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Gannet.Cli.Tests.Conventions;

/// <summary>The public API of a library as text: a line for every type, followed by a line for each of its members.</summary>
internal sealed class PublicApi(Assembly assembly)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(nint)] = "nint",
        [typeof(char)] = "char",
    };

    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>Sorted, so moving a member in the source changes nothing.</summary>
    public IEnumerable<string> Lines() => assembly.GetExportedTypes().OrderBy(Name, StringComparer.Ordinal).SelectMany(type => Lines(type).Prepend(Head(type)));

    /// <summary>Visible members that take or return an address.</summary>
    public IEnumerable<string> Addresses() =>
        from type in assembly.GetExportedTypes()
        from member in type.GetMembers(Declared)
        where IsVisible(member) && Types(member).Any(IsAddress)
        select $"{Name(type)}.{member.Name}";

    private static bool IsAddress(Type type) =>
        type.IsPointer || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint)
        || type.HasElementType && IsAddress(type.GetElementType()!) || type.IsGenericType && type.GetGenericArguments().Any(IsAddress);

    // The compiler generates a delegate's constructor, which takes the address of its method.
    private static IEnumerable<Type> Types(MemberInfo member) => member switch
    {
        ConstructorInfo c when c.DeclaringType!.IsSubclassOf(typeof(Delegate)) => [],
        MethodInfo m when m.DeclaringType!.IsSubclassOf(typeof(Delegate)) && m.Name != "Invoke" => [],
        MethodInfo m => [m.ReturnType, .. m.GetParameters().Select(static p => p.ParameterType)],
        ConstructorInfo c => c.GetParameters().Select(static p => p.ParameterType),
        PropertyInfo p => [p.PropertyType],
        FieldInfo f => [f.FieldType],
        _ => [],
    };

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly,
        FieldInfo f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly,
        PropertyInfo p => p.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo e => IsVisible(e.AddMethod!),
        _ => false,
    };

    private static string Name(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsGenericParameter) return type.Name;
        if (type.HasElementType) return Name(type.GetElementType()!) + (type.IsArray ? "[]" : type.IsPointer ? "*" : "");
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        var name = type.DeclaringType is { } outer ? $"{Name(outer)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }

    private static string Head(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsSubclassOf(typeof(Delegate)) ? "delegate" : type.IsValueType ? "struct" : "class";
        var modifier = kind != "class" ? "" : type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        var bases = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(static i => i.IsPublic).Select(Name).Order(StringComparer.Ordinal).ToList();
        if (kind == "class" && type.BaseType != typeof(object)) bases.Insert(0, Name(type.BaseType!));
        return $"{modifier}{kind} {Name(type)}" + (bases.Count > 0 && kind != "enum" ? $" : {string.Join(", ", bases)}" : "");
    }

    private static string Constant(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum => $"{value.GetType().Name}.{value}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Default(ParameterInfo parameter) => !parameter.HasDefaultValue ? ""
        : parameter.DefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? " = default"
        : $" = {Constant(parameter.DefaultValue)}";

    private IEnumerable<string> Lines(Type type) => type.GetMembers(Declared)
        .Where(static m => IsVisible(m) && !m.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && m is not MethodInfo { IsSpecialName: true, Name: not ['o', 'p', '_', ..] })
        .Select(m => Line(type, m)).OfType<string>().Select(static line => "  " + line).Order(StringComparer.Ordinal);

    private string? Line(Type type, MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } f => type.IsEnum
            ? $"{f.Name} = {Convert.ToString(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
            : $"const {Name(f.FieldType)} {f.Name} = {Constant(f.GetRawConstantValue())}",
        FieldInfo { IsSpecialName: true } => null,
        FieldInfo f => $"{Access(f.IsPublic)}{(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{Name(f.FieldType)}{Mark(_nullability.Create(f))} {f.Name}",
        PropertyInfo p => Line(p),
        ConstructorInfo c => $"{Access(c.IsPublic)}new({Parameters(c)})",
        MethodInfo m => $"{Access(m.IsPublic)}{Modifier(m)}{Name(m.ReturnType)}{Mark(_nullability.Create(m.ReturnParameter))} {m.Name}{Generics(m)}({Parameters(m)})",
        EventInfo e => $"event {Name(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    private string Line(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        var (getter, setter) = (accessors.FirstOrDefault(a => a == property.GetMethod), accessors.FirstOrDefault(a => a == property.SetMethod));
        var isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var isRequired = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        return $"{Access(accessors.Any(static a => a.IsPublic))}{Modifier(accessors[0])}{(isRequired ? "required " : "")}{Name(property.PropertyType)}"
            + $"{Mark(_nullability.Create(property))} {property.Name}{index} {{ {(getter is null ? "" : "get; ")}{(setter is null ? "" : isInit ? "init; " : "set; ")}}}";
    }

    private static string Access(bool isPublic) => isPublic ? "" : "protected ";

    private static string Modifier(MethodInfo method) => method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : method.GetBaseDefinition() != method ? "override "
        : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";

    private static string Generics(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(static t => t.Name))}>" : "";

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref " : parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "";
        return $"{prefix}{Name(parameter.ParameterType)}{Mark(_nullability.Create(parameter))} {parameter.Name}{Default(parameter)}";
    }

    private static string Mark(NullabilityInfo info) =>
        !info.Type.IsValueType && !info.Type.IsByRef && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable) ? "?" : "";
}
