"""What mail servers write back about a mail that they took and could not deliver, each in its own form (RFC 3464)."""

from collections.abc import Callable

POSTFIX = """\
Return-Path: <>
Date: Sat, 28 Nov 2026 10:00:00 +0100 (CET)
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: turnabout@example.com
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4D2F1A0C9B.1795856400/mx.example.org"
Message-Id: <20261128090000.AAAAAAAAAA@mx.example.org>

This is a MIME-encapsulated message.

--4D2F1A0C9B.1795856400/mx.example.org
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<{address}>: host mail.example.net[192.0.2.7] said: {diagnosis}
    (in reply to RCPT TO command)

--4D2F1A0C9B.1795856400/mx.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4D2F1A0C9B
X-Postfix-Sender: rfc822; turnabout@example.com
Arrival-Date: Sat, 28 Nov 2026 09:59:58 +0100 (CET)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; {diagnosis}

--4D2F1A0C9B.1795856400/mx.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <turnabout@example.com>
Received: from app.example.com (app.example.com [192.0.2.1])
\tby mx.example.org (Postfix) with ESMTPS id 4D2F1A0C9B
Message-ID: {message_id}
Subject: News
To: Somebody <{address}>

--4D2F1A0C9B.1795856400/mx.example.org--
"""

#: Postfix with SMTPUTF8: the parts of RFC 6533, which may hold addresses outside ASCII.
POSTFIX_GLOBAL = (
    POSTFIX.replace("report-type=delivery-status", "report-type=global-delivery-status")
    .replace("Content-Type: message/delivery-status", "Content-Type: message/global-delivery-status")
    .replace("Content-Type: text/rfc822-headers", "Content-Type: message/global-headers")
    .replace("-Recipient: rfc822;", "-Recipient: utf-8;")
)

EXIM = """\
Return-path: <>
Received: from Debian-exim by mx.example.org with local (Exim 4.96)
\tid 1xAbCd-000123-4E
X-Failed-Recipients: {address}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: turnabout@example.com
References: {message_id}
Content-Type: multipart/report; report-type=delivery-status; boundary=1795856400-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1xAbCd-000123-4E@mx.example.org>

--1795856400-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {address}
    host mail.example.net [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<{address}>:
    {diagnosis}

--1795856400-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Action: {action}
Final-Recipient: rfc822;{address}
Status: 5.0.0
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; {diagnosis}

--1795856400-eximdsn-1804289383
Content-type: message/rfc822

Return-path: <turnabout@example.com>
Received: from app.example.com ([192.0.2.1])
\tby mx.example.org with esmtps (Exim 4.96)
Content-Type: multipart/alternative; boundary="==inner=="
MIME-Version: 1.0
Subject: News
To: Somebody <{address}>
Message-ID: {message_id}

--==inner==
Content-Type: text/plain; charset="utf-8"

Dear somebody
--==inner==--

--1795856400-eximdsn-1804289383--
"""

EXCHANGE = """\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>
To: <turnabout@example.com>
Date: Sat, 28 Nov 2026 09:00:00 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9b2f51c8-0001-4a5e-8bd1-5bb5a3c0d0f6"
Content-Language: en-US
Message-ID: <9b2f51c8-0001@VI1PR01MB0001.example.org>
In-Reply-To: {message_id}
Subject: Undeliverable: News
Auto-Submitted: auto-replied
MIME-Version: 1.0

--9b2f51c8-0001-4a5e-8bd1-5bb5a3c0d0f6
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="9b2f51c8-0002-4a5e-8bd1-5bb5a3c0d0f6"

--9b2f51c8-0002-4a5e-8bd1-5bb5a3c0d0f6
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

{address} wasn't found at example.net.

--9b2f51c8-0002-4a5e-8bd1-5bb5a3c0d0f6
Content-Type: text/html; charset="us-ascii"

<html><body><p>{address} wasn't found at example.net.</p></body></html>

--9b2f51c8-0002-4a5e-8bd1-5bb5a3c0d0f6--

--9b2f51c8-0001-4a5e-8bd1-5bb5a3c0d0f6
Content-Type: message/delivery-status

Reporting-MTA: dns;VI1PR01MB0001.example.org
Received-From-MTA: dns;app.example.com
Arrival-Date: Sat, 28 Nov 2026 08:59:59 +0000

Original-Recipient: rfc822;{address}
Final-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;{diagnosis}
X-Display-Name: Somebody

--9b2f51c8-0001-4a5e-8bd1-5bb5a3c0d0f6
Content-Type: message/rfc822

Received: from app.example.com (192.0.2.1) by VI1PR01MB0001.example.org
 with Microsoft SMTP Server id 15.20.7
From: Turnabout <turnabout@example.com>
To: Somebody <{address}>
Subject: News
Message-ID:
 {message_id}
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

Dear somebody
--9b2f51c8-0001-4a5e-8bd1-5bb5a3c0d0f6--
"""

GMAIL = """\
Received: by 2002:a05:6a00:1 with SMTP id abc; Sat, 28 Nov 2026 01:00:00 -0800 (PST)
Content-Type: multipart/report; boundary="000000000000aabbcc0605f00d01"; report-type=delivery-status
To: turnabout@example.com
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
Subject: Delivery Status Notification (Failure)
References: {message_id}
In-Reply-To: {message_id}
X-Failed-Recipients: {address}
Message-ID: <6567.050a0220.1.mx@google.com>
Date: Sat, 28 Nov 2026 01:00:00 -0800 (PST)

--000000000000aabbcc0605f00d01
Content-Type: multipart/related; boundary="000000000000aabbd00605f00d05"

--000000000000aabbd00605f00d05
Content-Type: multipart/alternative; boundary="000000000000aabbd90605f00d06"

--000000000000aabbd90605f00d06
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to {address}.

--000000000000aabbd90605f00d06--
--000000000000aabbd00605f00d05--
--000000000000aabbcc0605f00d01
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; turnabout@example.com
Arrival-Date: Sat, 28 Nov 2026 00:59:59 -0800 (PST)
X-Original-Message-ID: {message_id}

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Remote-MTA: dns; gmail-smtp-in.l.google.com. (192.0.2.27, the server for the domain.)
Diagnostic-Code: smtp; {diagnosis}
Last-Attempt-Date: Sat, 28 Nov 2026 01:00:00 -0800 (PST)

--000000000000aabbcc0605f00d01
Content-Type: message/rfc822

X-Received: by 2002:a05:6a00:1 with SMTP id abc; Sat, 28 Nov 2026 00:59:59 -0800 (PST)
Message-ID: {message_id}
Subject: News
From: Turnabout <turnabout@example.com>
To: Somebody <{address}>
Content-Type: text/plain; charset="utf-8"

Dear somebody

--000000000000aabbcc0605f00d01--
"""
UNKNOWN = "550 5.1.1 The email account that you tried to reach does not exist. Try double-checking {address} for typos"
FORMS = {"postfix": POSTFIX, "postfix, global": POSTFIX_GLOBAL, "exim": EXIM, "exchange": EXCHANGE, "gmail": GMAIL}


def report(
    form: str,
    message_id: str,
    address: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnosis: str = UNKNOWN,
    change: Callable[[str], str] = str,
) -> bytes:
    """As it lies in the mailbox. `change` rewrites what the server wrote."""
    diagnosis = diagnosis.format(address=f"<{address}>")
    text = FORMS[form].format(
        message_id=message_id, address=address, action=action, status=status, diagnosis=diagnosis
    )  # fmt: skip
    return change(text).replace("\n", "\r\n").encode()
