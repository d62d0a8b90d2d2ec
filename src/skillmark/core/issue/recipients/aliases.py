"""What people call the columns of a list, in the languages that lists come in.

Written without case, accents, spaces and punctuation, as `fold` leaves them. A word that means two
things (``Nombre`` beside ``Apellidos`` is the given name, alone it is the whole) stands in
`WHOLE_OR_GIVEN` or `WHOLE_OR_FAMILY`, and `columns` looks at its neighbours.
"""

import unicodedata
from typing import Final

_TITLES: Final = {
    "name": """
        name fullname learner learnername recipient recipientname student studentname participant
        participantname holder displayname candidate candidatename attendee attendeename
        vollername vollstandigername teilnehmer teilnehmername teilnehmerin teilnehmendename
        vorundnachname vornamenachname vornameundnachname nachnamevorname
        nom nomcomplet nometprenom nomprenom prenomnom participante apprenant
        nombre nombrecompleto nombreyapellidos nombreyapellido alumno participantenombre
        nome nomecompleto nomecognome nomeecognome nominativo aluno naam volledigenaam
        imieinazwisko namn fulltnavn navn koskonimi nimi celejmeno jmenoaprijmeni
        adsoyad adisoyadi фио имя полноеимя піб повнеімя الاسم الاسمالكامل اسم اسمالمتدرب
        姓名 名前 氏名 이름 성명
    """,
    "given_name": """
        givenname givennames firstname forename forenames vorname vornamen rufname prenom prenoms
        nombredepila nombres primernombre nomeproprio primeironome voornaam imie fornamn fornavn
        etunimi jmeno krestnijmeno ad adi имя имяученика імя الاسمالاول 名 이름만
    """,
    "family_name": """
        familyname lastname surname nachname familienname zuname nomdefamille nomfamille apellido
        apellidos primerapellido cognome sobrenome apelido apelidos achternaam nazwisko efternamn
        etternavn efternavn sukunimi prijmeni soyad soyadi фамилия прізвище اللقب اسمالعائلة 姓 성
    """,
    "email": """
        email emailaddress mail mailaddress recipientemail learneremail studentemail emailid
        emailadresse mailadresse eposta epostadresse epost epostadress emailprivat emaildienstlich
        adresseemail adressemail courriel adressecourriel adresseelectronique mel
        correo correoelectronico direcciondecorreo direcciondecorreoelectronico emaildelalumno
        indirizzoemail postaelettronica emailadres mailadres adresemail adrespocztyelektronicznej
        enderecodeemail correioeletronico correioelectronico sahkoposti sahkopostiosoite
        emailovaadresa epostaadresi почта электроннаяпочта электроннаяпошта електроннапошта
        البريدالالكتروني بريدالكتروني الايميل 电子邮件 邮箱 電子郵件 メール メールアドレス 이메일
    """,
    "identifier": """
        identifier id learnerid studentid studentnumber recipientid employeeid employeenumber
        idnumber personnelnumber matrikelnummer personalnummer teilnehmernummer kennung
        mitarbeiternummer kundennummer numero numeroetudiant matricule identifiant numerodetudiant
        identificador numerodealumno legajo matricola matricula codicestudente studentnummer
        numeralbumu رقمالطالب الرقم 学号 学籍番号 학번
    """,
    "achieved_on": """
        achievedon achieved dateachieved achievementdate completedon completed completiondate
        datecompleted dateofcompletion awardedon awarddate dateawarded date dateearned earnedon
        issuedate issuedon dateofissue datum abschlussdatum erworbenam bestandenam abgeschlossenam
        prufungsdatum kursdatum ausstellungsdatum dateobtention datedobtention dateachevement
        datedachevement datederealisation fecha fechadefinalizacion fechadeobtencion fechafin
        fechadelogro data datadiconseguimento datadiconclusione datadeconclusao dataconclusao
        behaaldop datumbehaald dataukonczenia datumslutfort التاريخ تاريخالحصول дата 日期 完成日期 日付 날짜
    """,
    "valid_from": """
        validfrom startsvalid validitystart startdate effectivefrom gultigab giltigab
        gultigvon valableapartirdu valablede validedesde validodesde validoda validoapartirde
        geldigvanaf waznyod gilltigfran
    """,
    "valid_until": """
        validuntil validto expires expireson expiry expirydate expirationdate expiration enddate
        gultigbis ablaufdatum lauftab valablejusquau valablejusqua datedexpiration dateexpiration
        validohasta fechadevencimiento fechadecaducidad caducidad vencimiento validofinoal
        scadenza datadiscadenza validoate validade datadevalidade geldigtot vervaldatum waznydo
        giltigtill صالححتى تاريخالانتهاء действителендо 有效期至
    """,
    "grade": """
        grade result score mark finalgrade finalmark points note ergebnis punkte punktzahl
        bewertung gesamtnote resultat resultats notefinale mention calificacion nota resultado
        puntuacion voto risultato punteggio classificacao cijfer resultaat ocena wynik betyg
        karakter arvosana znamka الدرجة النتيجة оценка результат 成绩 成績 점수 결과
    """,
    "evidence_url": """
        evidenceurl evidence evidencelink evidencewebaddress portfolio portfoliourl worklink link
        url nachweis nachweislink nachweisurl beleg preuve lienpreuve liendelapreuve evidencia
        enlace enlacedeevidencia urldeevidencia prova evidenza linkprova bewijs bewijslink dowod
        الدليل رابطالدليل доказательство 证据
    """,
    "evidence_narrative": """
        evidencenarrative evidencedescription evidencenote evidencetext aboutevidence
        nachweisbeschreibung nachweistext beschreibungdesnachweises descriptiondelapreuve
        descripciondelaevidencia descricaodaevidencia descrizioneprova
    """,
    "narrative": """
        narrative comment comments remark remarks notes feedback bemerkung bemerkungen kommentar
        beschreibungderleistung commentaire commentaires remarque observaciones comentario
        comentarios observacoes commento commenti osservazioni opmerking opmerkingen uwagi
        ملاحظات комментарий 备注
    """,
    "achievement": """
        achievement achievementslug badge badgeslug badgename abzeichen insignia insigne
    """,
    "language": """
        language lang locale preferredlanguage languagecode sprache langue idioma lingua taal
        jezyk sprak اللغة язык 语言 言語
    """,
}  # fmt: skip

WHOLE_OR_GIVEN: Final = frozenset({"nombre", "nome", "имя", "이름"})
"""The whole name; the given name where a column of family names stands beside it."""

WHOLE_OR_FAMILY: Final = frozenset({"name", "nom", "naam", "navn", "namn"})
"""The whole name; the family name where a column of given names stands beside it."""


def fold(title: str) -> str:
    """Return a title without case, accents, spaces, punctuation and the number behind it."""
    text = unicodedata.normalize("NFKD", title).casefold().replace("ß", "ss")
    plain = "".join(letter for letter in text if letter.isalnum())
    return unicodedata.normalize("NFC", plain.rstrip("0123456789") or plain)


COLUMN_OF: Final = {
    fold(title): column for column, text in reversed(_TITLES.items()) for title in text.split()
}
"""Folded title → the column it means; where two claim one, the first in the table has it."""
