"""Forms of the way from a list to a round: the list itself, its columns, which round it is, one row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.documents.widgets import AdminDocumentChooser

from core.registry.creation_forms import known_by
from core.registry.models import Award, Conferral, ConferralRound, Organisation, Person
from core.registry.rolls.columns import FIELDS
from core.registry.rolls.models import RollImport
from core.registry.rolls.reading import MOST_BYTES, RollUnreadable, Table, read_file, read_pasted
from core.registry.widgets import RecordChooser


class ListForm(forms.Form):
    """A file or pasted text. When valid, `table` holds what was read."""

    file = forms.FileField(
        label=_("名单文件"),
        required=False,
        help_text=_("Excel（.xlsx）或 CSV（UTF-8、GB18030）。上方的标题行、列的次序都不用改。"),
        error_messages={"empty": _("文件是空的。")},
    )
    text = forms.CharField(
        label=_("或者粘贴表格"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("从 Excel、Word 或网页里选中表格，复制后粘贴到这里。"),
    )
    table: Table

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if bool(file) == bool(text.strip()):
            raise ValidationError(_("请上传文件，或者粘贴表格，二选一。"))
        try:
            # One byte more than is allowed is enough to refuse it.
            self.table = read_file(file.read(MOST_BYTES + 1)) if file else read_pasted(text)
        except RollUnreadable as reason:
            self.add_error("file" if file else "text", str(reason))
        return cleaned


class ColumnsForm(forms.Form):
    """What each column holds, and where the list begins."""

    def __init__(self, *args: Any, roll: RollImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.width = max((len(row) for row in roll.table), default=0)
        held = {column: name for name, column in roll.columns.items()}
        choices = [("", _("不用")), *FIELDS.items()]
        for column in range(self.width):
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=_("第%(number)s列") % {"number": column + 1},
                choices=choices,
                required=False,
                initial=held.get(column, ""),
            )
        self.fields["first_row"] = forms.IntegerField(
            label=_("名单从第几行开始"),
            min_value=1,
            max_value=max(len(roll.table), 1),
            initial=roll.first_row + 1,
            help_text=_("标题和表头不算。"),
        )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column-{column}"] for column in range(self.width)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [name for column in range(self.width) if (name := cleaned.get(f"column-{column}"))]
        if "name" not in chosen:
            raise ValidationError(_("请指出哪一列是姓名或名称。"))
        if twice := next((name for name in chosen if chosen.count(name) > 1), None):
            raise ValidationError(_("“%(field)s”只能选一列。"), params={"field": FIELDS[twice]})
        return cleaned

    @cached_property
    def columns(self) -> dict[str, int]:
        """Field → column from 0."""
        chosen = {self.cleaned_data[f"column-{column}"]: column for column in range(self.width)}
        return {name: column for name, column in chosen.items() if name}


class DetailsForm(WagtailAdminModelForm):
    """Which round the list is of. `user` may need further permissions for what it makes."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editor = user
        self.fields["year"].required = True

    class Meta:
        model = RollImport
        fields = [
            "award",
            "award_name",
            "award_rank",
            "year",
            "label",
            "conferred_on",
            "document_number",
            "document",
            "source",
            "kind",
            "new_units",
        ]
        widgets = {"award": RecordChooser(Award), "document": AdminDocumentChooser}

    def clean_award_name(self) -> str:
        name: str = self.cleaned_data["award_name"].strip()
        if name and not self.editor.has_perm("core.add_award"):
            raise ValidationError(_("你不能新建荣誉，请选择已有的。"))
        if known := known_by(Award, name):
            raise ValidationError(_("资料库里已有“%(name)s”，请在上面选择。"), params={"name": known[0].name})
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        award, name = cleaned.get("award"), cleaned.get("award_name")
        if "award_name" not in self.errors and bool(award) == bool(name):
            self.add_error("award", _("请选择荣誉，或者写新荣誉的名称，二选一。"))
        if award and cleaned.get("year"):
            try:
                ConferralRound(award=award, year=cleaned["year"], label=cleaned.get("label", "")).clean()
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return cleaned


class RowForm(forms.Form):
    """One row as it will be published, and the record that it means, looked up under whatever name."""

    name = forms.CharField(label=_("姓名或名称"), max_length=120)
    unit = forms.CharField(label=_("单位"), max_length=200, required=False)
    title = forms.CharField(label=_("职务"), max_length=120, required=False)
    honour = forms.CharField(label=_("称号"), max_length=120, required=False, help_text=_("与荣誉名称不同时填写。"))
    kind = forms.ChoiceField(label=_("对象"), choices=Conferral.Kind.choices)
    person = forms.ModelChoiceField(
        label=_("是资料库里的哪个人"),
        queryset=Person.objects.all(),
        required=False,
        help_text=_("对象是个人时选择。"),
    )
    organisation = forms.ModelChoiceField(
        label=_("是资料库里的哪个单位"),
        queryset=Organisation.objects.all(),
        required=False,
        help_text=_("对象是单位、集体时选择。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Built with the form: the choosers' addresses are known once all records are registered.
        for name, model in (("person", Person), ("organisation", Organisation)):
            self.fields[name].widget = RecordChooser(model)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if cleaned.get("person") and kind != Conferral.Kind.PERSON:
            self.add_error("person", _("对象不是个人，这里不选。"))
        if cleaned.get("organisation") and kind in {Conferral.Kind.PERSON, Conferral.Kind.WORK}:
            self.add_error("organisation", _("对象不是单位或集体，这里不选。"))
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].strip() for name in ("name", "unit", "title", "honour", "kind")}

    @property
    def decision(self) -> str:
        """The number of the record chosen, `""` without one."""
        chosen = self.cleaned_data.get("person") or self.cleaned_data.get("organisation")
        return str(chosen.resolved().pk) if chosen else ""
