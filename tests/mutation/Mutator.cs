using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gannet.Mutation;

/// <summary>Writes every mutant of a file beside the original code, behind a switch: <c>a &gt; b</c> becomes <c>(MutantSwitch.Is(17) ? a &gt;= b : a &gt; b)</c>.</summary>
/// <remarks>So one build contains all of them. Messages, patterns, attributes, constants and static initialisers are not changed.</remarks>
internal sealed class Mutator(SemanticModel model, string file, int firstId, IReadOnlySet<int> leftOut) : CSharpSyntaxRewriter
{
    private static readonly Dictionary<SyntaxKind, (SyntaxKind Expression, SyntaxKind Token)[]> s_binary = new()
    {
        [SyntaxKind.AddExpression] = [(SyntaxKind.SubtractExpression, SyntaxKind.MinusToken)],
        [SyntaxKind.SubtractExpression] = [(SyntaxKind.AddExpression, SyntaxKind.PlusToken)],
        [SyntaxKind.MultiplyExpression] = [(SyntaxKind.DivideExpression, SyntaxKind.SlashToken)],
        [SyntaxKind.DivideExpression] = [(SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken)],
        [SyntaxKind.ModuloExpression] = [(SyntaxKind.MultiplyExpression, SyntaxKind.AsteriskToken)],
        [SyntaxKind.LeftShiftExpression] = [(SyntaxKind.RightShiftExpression, SyntaxKind.GreaterThanGreaterThanToken)],
        [SyntaxKind.RightShiftExpression] = [(SyntaxKind.LeftShiftExpression, SyntaxKind.LessThanLessThanToken)],
        [SyntaxKind.BitwiseAndExpression] = [(SyntaxKind.BitwiseOrExpression, SyntaxKind.BarToken)],
        [SyntaxKind.BitwiseOrExpression] = [(SyntaxKind.BitwiseAndExpression, SyntaxKind.AmpersandToken)],
        [SyntaxKind.ExclusiveOrExpression] = [(SyntaxKind.BitwiseAndExpression, SyntaxKind.AmpersandToken)],
        [SyntaxKind.LogicalAndExpression] = [(SyntaxKind.LogicalOrExpression, SyntaxKind.BarBarToken)],
        [SyntaxKind.LogicalOrExpression] = [(SyntaxKind.LogicalAndExpression, SyntaxKind.AmpersandAmpersandToken)],
        [SyntaxKind.LessThanExpression] =
            [(SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken), (SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken)],
        [SyntaxKind.LessThanOrEqualExpression] =
            [(SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken), (SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken)],
        [SyntaxKind.GreaterThanExpression] =
            [(SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.GreaterThanEqualsToken), (SyntaxKind.LessThanOrEqualExpression, SyntaxKind.LessThanEqualsToken)],
        [SyntaxKind.GreaterThanOrEqualExpression] =
            [(SyntaxKind.GreaterThanExpression, SyntaxKind.GreaterThanToken), (SyntaxKind.LessThanExpression, SyntaxKind.LessThanToken)],
        [SyntaxKind.EqualsExpression] = [(SyntaxKind.NotEqualsExpression, SyntaxKind.ExclamationEqualsToken)],
        [SyntaxKind.NotEqualsExpression] = [(SyntaxKind.EqualsExpression, SyntaxKind.EqualsEqualsToken)],
    };

    private static readonly Dictionary<SyntaxKind, string> s_assignments = new()
    {
        [SyntaxKind.AddAssignmentExpression] = "-=",
        [SyntaxKind.SubtractAssignmentExpression] = "+=",
        [SyntaxKind.MultiplyAssignmentExpression] = "/=",
        [SyntaxKind.DivideAssignmentExpression] = "*=",
        [SyntaxKind.OrAssignmentExpression] = "&=",
        [SyntaxKind.AndAssignmentExpression] = "|=",
    };

    private static readonly Dictionary<string, string> s_calls = new()
    {
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["Floor"] = "Ceiling",
        ["Ceiling"] = "Floor",
        ["Any"] = "All",
        ["All"] = "Any",
        ["OrderBy"] = "OrderByDescending",
        ["OrderByDescending"] = "OrderBy",
        ["First"] = "Last",
        ["Last"] = "First",
        ["Skip"] = "Take",
        ["Take"] = "Skip",
    };

    private int _next = firstId;

    /// <summary>The mutants that were written.</summary>
    public List<Mutant> Mutants { get; } = [];

    /// <summary>The next free id, after all mutants written or left out.</summary>
    public int NextId => _next;

    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitParameterList(ParameterListSyntax node) => node;

    public override SyntaxNode? VisitInterpolatedStringExpression(InterpolatedStringExpressionSyntax node) => node;

    public override SyntaxNode? VisitThrowExpression(ThrowExpressionSyntax node) => node;

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;

    public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => node;

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node) =>
        Guard(node, node.WithExpression((ExpressionSyntax)Visit(node.Expression)!), [$"!({node})"]);

    public override SyntaxNode? VisitSwitchExpressionArm(SwitchExpressionArmSyntax node) => node.WithExpression((ExpressionSyntax)Visit(node.Expression)!);

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.StaticKeyword) || node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitFieldDeclaration(node);

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.StaticKeyword) && node.Initializer is not null ? node : base.VisitPropertyDeclaration(node);

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        node.Modifiers.Any(SyntaxKind.StaticKeyword) ? node : base.VisitConstructorDeclaration(node);

    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) =>
        node.IsConst ? node : base.VisitLocalDeclarationStatement(node);

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (ExpressionSyntax)base.VisitBinaryExpression(node)!;
        if (!s_binary.TryGetValue(node.Kind(), out var swaps)) return visited;
        return Guard(node, visited, [.. swaps.Select(swap =>
            SyntaxFactory.BinaryExpression(swap.Expression, node.Left, SyntaxFactory.Token(node.OperatorToken.LeadingTrivia, swap.Token, node.OperatorToken.TrailingTrivia), node.Right).ToString())]);
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var visited = (ExpressionSyntax)base.VisitPrefixUnaryExpression(node)!;
        return node.Kind() is SyntaxKind.UnaryMinusExpression or SyntaxKind.LogicalNotExpression ? Guard(node, visited, [node.Operand.ToString()]) : visited;
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression)
            return Guard(node, node, [node.IsKind(SyntaxKind.TrueLiteralExpression) ? "false" : "true"]);
        if (!node.IsKind(SyntaxKind.NumericLiteralExpression) || model.GetTypeInfo(node).ConvertedType is not { SpecialType: not SpecialType.None } type) return node;
        string[] changed = node.Token.Value switch
        {
            int value => [Text(value + 1L), Text(value - 1L)],
            long value => [Text(value + 1), Text(value - 1)],
            uint value => [Text(value + 1L), Text(value - 1L)],
            float or double => [$"{Convert.ToDouble(node.Token.Value, CultureInfo.InvariantCulture) * 1.5 + (node.Token.ValueText == "0" ? 1 : 0):R}"],
            _ => [],
        };
        return Guard(node, node, [.. changed.Select(text => $"unchecked(({type})({text}))")], type.ToString());
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (node.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" }) return node;
        var visited = (ExpressionSyntax)base.VisitInvocationExpression(node)!;
        return node.Expression is MemberAccessExpressionSyntax access && s_calls.TryGetValue(access.Name.Identifier.ValueText, out var other)
            ? Guard(node, visited, [$"{access.Expression}.{other}{node.ArgumentList}"])
            : visited;
    }

    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var visited = (IfStatementSyntax)base.VisitIfStatement(node)!;
        return visited.WithCondition(Negatable(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        var visited = (ConditionalExpressionSyntax)base.VisitConditionalExpression(node)!;
        return visited.WithCondition(Negatable(node.Condition, visited.Condition));
    }

    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node) =>
        node.WithExpression(Defaultable(node.Expression, (ExpressionSyntax)Visit(node.Expression)!));

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) => node.Expression is null
        ? Removable(node, node)
        : node.WithExpression(Defaultable(node.Expression, (ExpressionSyntax)Visit(node.Expression)!));

    public override SyntaxNode? VisitContinueStatement(ContinueStatementSyntax node) => Removable(node, node);

    public override SyntaxNode? VisitBreakStatement(BreakStatementSyntax node) => node.Parent is SwitchSectionSyntax ? node : Removable(node, node);

    public override SyntaxNode? VisitThrowStatement(ThrowStatementSyntax node) => Removable(node, node);

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) => node
        .WithDeclaration((VariableDeclarationSyntax?)Visit(node.Declaration))
        .WithCondition((ExpressionSyntax?)Visit(node.Condition))
        .WithStatement((StatementSyntax)Visit(node.Statement)!);

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var visited = (StatementSyntax)base.VisitExpressionStatement(node)!;
        string? swapped = node.Expression switch
        {
            AssignmentExpressionSyntax a when s_assignments.TryGetValue(a.Kind(), out var other) => $"{a.Left} {other} {a.Right};",
            PostfixUnaryExpressionSyntax p when p.IsKind(SyntaxKind.PostIncrementExpression) => $"{p.Operand}--;",
            PostfixUnaryExpressionSyntax p when p.IsKind(SyntaxKind.PostDecrementExpression) => $"{p.Operand}++;",
            _ => null,
        };
        if (swapped is not null && Take(node, swapped) is { } id)
            visited = SyntaxFactory.ParseStatement($"{{ if (global::Gannet.MutantSwitch.Is({id})) {{ {swapped} }} else {{ {visited.ToString()} }} }}");
        return Removable(node, visited);
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private ExpressionSyntax Negatable(ExpressionSyntax node, ExpressionSyntax visited) =>
        node is BinaryExpressionSyntax or IsPatternExpressionSyntax or PrefixUnaryExpressionSyntax or LiteralExpressionSyntax ? visited : Guard(node, visited, [$"!({node})"]);

    private ExpressionSyntax Defaultable(ExpressionSyntax node, ExpressionSyntax visited) =>
        node is not (LiteralExpressionSyntax or RefExpressionSyntax or ThrowExpressionSyntax) && model.GetTypeInfo(node).ConvertedType is { IsValueType: true } type
            && (type.SpecialType is not (SpecialType.None or SpecialType.System_Void) || type.TypeKind == TypeKind.Enum)
            ? Guard(node, visited, [$"default({type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})"])
            : visited;

    private ExpressionSyntax Guard(ExpressionSyntax node, ExpressionSyntax visited, string[] mutants, string? cast = null)
    {
        if (node.DescendantNodes().Any(static n => n is SingleVariableDesignationSyntax)) return visited;
        var text = visited.ToString();
        foreach (var mutant in mutants.Reverse())
        {
            if (Take(node, mutant) is { } id) text = $"(global::Gannet.MutantSwitch.Is({id}) ? {mutant} : {(cast is null ? text : $"({cast})({text})")})";
        }

        return SyntaxFactory.ParseExpression(text).WithTriviaFrom(node);
    }

    private StatementSyntax Removable(StatementSyntax node, StatementSyntax visited) => Take(node, "removed") is { } id
        ? SyntaxFactory.ParseStatement($"{{ if (!global::Gannet.MutantSwitch.Is({id})) {{ {visited.ToString()} }} }}").WithTriviaFrom(node)
        : visited;

    private int? Take(SyntaxNode node, string after)
    {
        var id = _next++;
        if (leftOut.Contains(id)) return null;
        Mutants.Add(new(id, file, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, OneLine(node.ToString()), OneLine(after)));
        return id;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
